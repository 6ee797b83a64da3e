// Above a record that is closed: since when, why, and which one took its place.
import { day, t } from "@sojourn/shared";
import { Link } from "react-router";
import "./record.css";

export function Closed({ on, reason, successor }: { on: string; reason?: string | undefined; successor?: string | undefined }) {
  return (
    <div className="closed" role="note">
      <p>
        <strong>
          <span aria-hidden="true">✖ </span>
          {t("record.closed", { day: day(on) })}
        </strong>{" "}
        {reason !== undefined && (
          <>
            {t("record.because")} <bdi>{reason}</bdi>
          </>
        )}{" "}
        {t("record.read_only")}
      </p>
      {successor !== undefined && (
        <p>
          {t("record.joined")} <Link to={successor}>{t("record.successor")}</Link>
        </p>
      )}
    </div>
  );
}
