"""What the team fills in to set up and run a dialogue."""

from dialogwerk.processes.forms.lifecycle import StepForm
from dialogwerk.processes.forms.parts import PART_FORMS, NewProcessForm, RegionSetForm, WatchedForm
from dialogwerk.processes.forms.rows import ROW_FORMS, MappingForm, RowsFormSet, rows_formset
from dialogwerk.processes.forms.team import RoleForm

__all__ = [
    "PART_FORMS",
    "ROW_FORMS",
    "MappingForm",
    "NewProcessForm",
    "RegionSetForm",
    "RoleForm",
    "RowsFormSet",
    "StepForm",
    "WatchedForm",
    "rows_formset",
]
