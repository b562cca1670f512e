"""The second factor of administrators: an authenticator app, and recovery codes for the day it is lost."""

from twiza.accounts.totp.checking import check
from twiza.accounts.totp.recovery import renew
from twiza.accounts.totp.setting_up import begin, confirm, pending, switch_off

__all__ = ["begin", "check", "confirm", "pending", "renew", "switch_off"]
