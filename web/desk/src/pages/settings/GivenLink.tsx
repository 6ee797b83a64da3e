// A link that is shown once, to be handed to whoever it is for.
import { moment, t } from "@sojourn/shared";

export function GivenLink({ of }: { of: { link: string; expires_at: string } }) {
  return (
    <div className="stale" role="status">
      <p>{t("settings.link_once", { time: moment(of.expires_at) })}</p>
      <p>
        <code>
          <bdi>{of.link}</bdi>
        </code>
      </p>
    </div>
  );
}
