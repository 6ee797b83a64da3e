// What a plan that is made now would go without: each gap leads to the records that lack it.
import { t } from "@sojourn/shared";
import { Link } from "react-router";
import { Loaded, useRead } from "../../parts/reading";

export function Ready() {
  const overview = useRead("/api/need-overview");
  return (
    <Loaded of={overview}>
      {(now) => (
        <p>
          <span aria-hidden="true">{now.ready_sites < now.sites ? "▲ " : "✔ "}</span>
          {t("plans.ready", { ready: now.ready_sites, count: now.sites })}
          {now.ready_sites < now.sites && (
            <>
              {" · "}
              <Link to="/needs?show=unready">{t("plans.ready_not", { count: now.sites - now.ready_sites })}</Link>
            </>
          )}
          {now.unknown_sites > 0 && (
            <>
              {" · "}
              <Link to="/needs?show=unknown">{t("plans.ready_unknown", { count: now.unknown_sites })}</Link>
            </>
          )}
          {now.unknown_sponsors > 0 && (
            <>
              {" · "}
              <Link to="/reports?tab=sponsors">{t("plans.ready_sponsors", { count: now.unknown_sponsors })}</Link>
            </>
          )}
        </p>
      )}
    </Loaded>
  );
}
