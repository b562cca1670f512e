"""What pros told of themselves, for the archive they take along."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting
from twiza.accounts.own_data import rows
from twiza.profiles.places import Category, City
from twiza.pros.models import (
    AvailabilityException,
    Neighbourhood,
    ProNeighbourhood,
    ProPhoto,
    ProProfile,
    ProService,
    Timetable,
    WeeklyHours,
)


@exporting.part("pro_profile")
async def profile(session: AsyncSession, account_id: UUID) -> object:
    """The profile with its number, services, places, hours and what is said under the photos."""
    one, service, week, season, apart = ProProfile, ProService, WeeklyHours, Timetable, AvailabilityException
    told = (
        City.slug.label("city"), one.whatsapp, one.bio, one.min_notice_hours, one.takes_urgent, one.call_out_fee,
        one.call_out_includes, one.paused_at, one.hidden_until, one.suspended_at, one.premium_until, one.created_at,
    )  # fmt: skip
    prices = (service.pricing_type, service.min_price, service.max_price, service.fixed_price)
    offered = select(Category.slug.label("category"), service.is_active, *prices, service.created_at)
    places = select(Neighbourhood.slug).join(
        ProNeighbourhood, ProNeighbourhood.neighbourhood_id == Neighbourhood.id
    )
    hours = (week.timetable_id, week.day_of_week, week.start_min, week.end_min)
    asked = {
        "profile": select(*told).join(City, City.id == one.city_id).where(one.account_id == account_id),
        "services": offered.join(Category, Category.id == service.category_id)
        .where(service.pro_id == account_id)
        .order_by(service.id),
        "neighbourhoods": places.where(ProNeighbourhood.pro_id == account_id),
        "weekly_hours": select(*hours).where(week.pro_id == account_id),
        "timetables": select(season.id, season.name, season.starts_on, season.ends_on).where(
            season.pro_id == account_id
        ),
        "exceptions": select(apart.start_at, apart.end_at, apart.reason, apart.note).where(
            apart.pro_id == account_id
        ),
        "photos": select(ProPhoto.name, ProPhoto.description).where(ProPhoto.pro_id == account_id),
    }
    return {name: await rows(session, statement) for name, statement in asked.items()}
