// Mails that left, that wait, and that were given up, for whoever looks after the server.
import { type Row, moment, number, t } from "@sojourn/shared";
import { ChoiceFilter } from "../../parts/Filters";
import { type Column, ListPage } from "../../parts/ListPage";
import { useFilters } from "../../parts/useFilters";

type Mail = Row<"/api/mails">;
const states = ["waiting", "sent", "given_up"] as const;
const marks = { waiting: "○", sent: "✔", given_up: "✖" } as const;

export default function MailsPage() {
  const [filters, setFilter] = useFilters(["state"]);
  const state = states.find((each) => each === filters.state);
  const columns: Column<Mail>[] = [
    { key: "to", title: t("settings.mail_to"), show: (mail) => <bdi>{mail.to}</bdi>, text: (mail) => mail.to },
    {
      key: "state",
      title: t("settings.mail_state"),
      show: (mail) => (
        <>
          <span aria-hidden="true">{marks[mail.state]} </span>
          {t(`settings.mail_${mail.state}`)}
        </>
      ),
      text: (mail) => t(`settings.mail_${mail.state}`),
    },
    { key: "attempts", title: t("settings.mail_attempts"), number: true, show: (mail) => <bdi>{number(mail.attempts)}</bdi>, text: (mail) => mail.attempts },
    { key: "trouble", title: t("settings.mail_trouble"), show: (mail) => <bdi>{mail.trouble}</bdi>, text: (mail) => mail.trouble },
    { key: "made_at", title: t("settings.mail_made_at"), show: (mail) => <bdi>{moment(mail.made_at)}</bdi>, text: (mail) => mail.made_at },
    { key: "sent_at", title: t("settings.mail_sent_at"), show: (mail) => mail.sent_at !== undefined && <bdi>{moment(mail.sent_at)}</bdi>, text: (mail) => mail.sent_at },
  ];
  return (
    <ListPage
      title={t("settings.mails")}
      path="/api/mails"
      query={{ ...(state !== undefined && { state }) }}
      columns={columns}
      before={<p className="quiet">{t("settings.mails_how")}</p>}
      filters={
        <ChoiceFilter
          label={t("settings.mail_state")}
          value={state}
          choices={states.map((value) => ({ value, name: t(`settings.mail_${value}`) }))}
          onChange={(value) => setFilter("state", value)}
        />
      }
      empty={<p>{t("settings.mails_none")}</p>}
    />
  );
}
