// The hard rules as sentences: they hold in every edition. What an edition says of them is how many sites
// near a person's own area, and of their sponsor's list, are looked at.
import { t } from "@sojourn/shared";
import { hardNames, lookedAt } from "./hard";

export function Hard({ text }: { text: string }) {
  const near = lookedAt(text, "near_sites");
  const paired = lookedAt(text, "paired_sites");
  return (
    <section aria-labelledby="hard">
      <h2 id="hard">{t("rules.hard")}</h2>
      <p className="quiet">{t("rules.hard_how")}</p>
      <ul>
        {hardNames.map((name) => (
          <li key={name}>{t(`rules.hard_${name}`)}</li>
        ))}
        <li>
          {t("rules.hard_candidates", {
            near: near === 0 ? t("rules.hard_near_all") : t("rules.hard_near", { count: near }),
            paired: paired === 0 ? t("rules.hard_paired_all") : t("rules.hard_paired", { count: paired }),
          })}
        </li>
      </ul>
    </section>
  );
}
