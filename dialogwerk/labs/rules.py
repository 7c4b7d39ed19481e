"""What a device may do at a table."""

from dialogwerk.labs.models import Card, CardKind, Device, DeviceRole, Lab, LabStatus, Life, Round
from dialogwerk.labs.operations import Operation

PARTICIPANTS_DO = {"create", "edit", "life", "dot"}


def facilitates(device: Device) -> bool:
    """Sorts the cards of this table."""
    return device.role == DeviceRole.FACILITATOR


def may_apply(device: Device, operation: Operation, card: Card | None) -> bool:
    """Say whether a device may do this: facilitators everything, participants with their own cards only."""
    if facilitates(device):
        return True
    if operation.kind not in PARTICIPANTS_DO:
        return False
    if operation.kind == "create":
        is_note = operation.payload.get("kind", CardKind.NOTE) == CardKind.NOTE
        return is_note and not operation.payload.get("sources")
    if operation.kind == "dot":
        return True
    takes_back = operation.kind == "edit" or operation.payload.get("life") in (Life.WITHDRAWN, Life.LIVE)
    return card is not None and card.device_id == device.pk and takes_back and card.life in (Life.LIVE, Life.WITHDRAWN)


def takes_dots(lab: Lab) -> bool:
    """Whether dots are given now."""
    return lab.status == LabStatus.OPEN and lab.round == Round.DOTS
