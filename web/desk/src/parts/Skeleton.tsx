// While something is loaded: nothing for 200 ms (desk.css), then grey lines.
import { t } from "@sojourn/shared";

export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{t("shell.loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="bone" aria-hidden="true" />
      ))}
    </div>
  );
}
