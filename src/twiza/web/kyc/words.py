"""Sides, states and ends of identity checks, as people read them."""

from collections.abc import Mapping

from twiza.kit.i18n import N_
from twiza.trust.kyc.models import KycEnd, KycSide, KycStatus

# Its name, what to take care of, which camera of a phone.
SIDES: Mapping[KycSide, tuple[str, str, str]] = {
    KycSide.CIN_FRONT: (
        N_("Front of the card"),
        N_("The side with your photo, the whole card in the picture."),
        "environment",
    ),
    KycSide.CIN_BACK: (
        N_("Back of the card"),
        N_("The other side, flat and sharp enough to read the address."),
        "environment",
    ),
    KycSide.SELFIE: (
        N_("Selfie with the card"),
        N_("Hold the front beside your face: no hat, no dark glasses, nobody else."),
        "user",
    ),
}
STATUS: Mapping[KycStatus, tuple[str, str]] = {
    KycStatus.NOT_SUBMITTED: (N_("Not sent yet"), "grey"),
    KycStatus.PENDING: (N_("Being checked"), "saffron"),
    KycStatus.APPROVED: (N_("Approved"), "mint"),
    KycStatus.REJECTED: (N_("Refused"), "terracotta"),
}
ENDS: Mapping[KycEnd, str] = {
    KycEnd.REJECTED: N_("Papers refused"),
    KycEnd.BADGE_TAKEN: N_("Badge taken away"),
    KycEnd.ACCOUNT_DELETED: N_("Account deleted"),
    KycEnd.RETENTION: N_("Time to keep them was over"),
    KycEnd.KEY_LOST: N_("Key no longer there"),
}
# What whoever checks looks at, one by one.
CHECKLIST: tuple[str, ...] = (
    N_("The name is the one on the account"),
    N_("The card has not expired"),
    N_("Front and back belong to the same card"),
    N_("The face on the selfie is the face on the card"),
    N_("Nothing is covered, cut off or retouched"),
)
REASONS: tuple[str, ...] = (
    N_("A picture is blurred or too dark to be read."),
    N_("The card has expired."),
    N_("The name on the card isn’t the name on the account."),
    N_("The face on the selfie can’t be compared with the card."),
    N_("A side of the card is missing or cut off."),
)
