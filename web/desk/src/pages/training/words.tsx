// What is said of training in words and signs.
import { t } from "@sojourn/shared";

export const kinds = ["before_posting", "site_language", "in_post", "leader"] as const;
export const courseKinds = [...kinds, "other"] as const;

const signs = { overdue: "✖", lacking: "○", missed: "–", expiring: "▲", excepted: "◇", met: "✓" } as const;

export function Standing({ of }: { of: keyof typeof signs }) {
  return (
    <span className={`state ${of}`}>
      <span aria-hidden="true">{signs[of]} </span>
      {t(`training.standing_${of}`)}
    </span>
  );
}
