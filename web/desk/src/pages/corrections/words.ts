// Corrections in the reader's words.
import { t } from "@sojourn/shared";
import { personLabel } from "../people/fields";

export const states = ["open", "done", "declined", "withdrawn"] as const;

/** "staff.position" as the forms call it; what no form has as the data dictionary calls it. */
export function fieldName(field: string): string {
  return personLabel(field.replace(/^staff\./, ""));
}

export function stateName(state: (typeof states)[number]): string {
  return t(`corrections.state.${state}`);
}
