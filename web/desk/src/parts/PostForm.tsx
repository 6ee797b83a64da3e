// Posts a person to a site: from the site's page or the person's.
import { type Body, answer, api, t } from "@sojourn/shared";
import { type Given, RecordForm } from "./RecordForm";
import { findPeople, findSites } from "./find";

export function PostForm({ given, draft, done }: { given: Given; draft: string; done: () => Promise<void> }) {
  return (
    <RecordForm<Body<"/api/postings">>
      draft={draft}
      fields={[
        { name: "staff", label: t("record.post_staff"), kind: "record", of: "staff", find: findPeople },
        { name: "site", label: t("record.post_site"), kind: "record", of: "site", find: findSites },
        {
          name: "role",
          label: t("record.post_role"),
          kind: "choice",
          choices: [
            { value: "leader", name: t("record.leader") },
            { value: "member", name: t("record.member") },
          ],
        },
        { name: "from_day", label: t("record.post_from"), kind: "day" },
        { name: "to_day", label: t("record.post_to"), kind: "day", help: t("record.post_to_help") },
        { name: "source", label: t("record.post_source"), help: t("record.post_source_help") },
      ]}
      given={given}
      action={t("record.post")}
      before={<p>{t("record.post_effect")}</p>}
      send={async (body) => {
        await answer(api.POST("/api/postings", { body }));
        await done();
      }}
    />
  );
}
