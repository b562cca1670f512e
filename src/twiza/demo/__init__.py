"""The demo world: the same people on every machine, so that a newcomer finds a living place and a test a known one."""

from twiza.demo.people import ACCOUNTS, EMAIL_DOMAIN, PASSWORD, DemoAccount
from twiza.demo.world import load

__all__ = ["ACCOUNTS", "EMAIL_DOMAIN", "PASSWORD", "DemoAccount", "load"]
