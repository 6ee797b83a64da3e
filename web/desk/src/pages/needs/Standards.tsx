// Standard numbers of each kind of site, set from above: what was said, and the form to say it.
import { type Body, answer, api, number, t } from "@sojourn/shared";
import { RecordForm } from "../../parts/RecordForm";
import { Statements, fromToday, needFields, whenAndWhere } from "../../parts/Statements";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Standard = Body<"/api/need-standards">;

const kinds = ["village", "community", "farm"] as const;
const names = ["site_kind", "role", "skill", "minimum", "target", "set_by"] as const;

export function Standards() {
  const may = useMay();
  const list = useList("/api/need-standards", { withdrawn: true });
  return (
    <Statements
      id="standards"
      title={t("statements.standards")}
      none={t("statements.no_standards")}
      of={list}
      before={<p className="quiet">{t("statements.standards_how")}</p>}
      says={
        may("standard.set")
          ? [
              {
                name: "standard",
                title: t("statements.set_standard"),
                form: (done) => (
                  <RecordForm<Standard>
                    draft="statements.standard"
                    fields={[
                      {
                        name: "site_kind",
                        label: t("statements.site_kind"),
                        kind: "choice",
                        choices: kinds.map((value) => ({ value, name: t(`sites.kind.${value}`) })),
                      },
                      ...needFields<Standard>(),
                      ...whenAndWhere<Standard>(),
                    ]}
                    given={fromToday({ role: "team" })}
                    action={t("statements.set_standard")}
                    before={<p className="quiet">{t("statements.standard_effect")}</p>}
                    send={async (body) => {
                      await answer(api.POST("/api/need-standards", { body }));
                      await done();
                    }}
                  />
                ),
              },
            ]
          : []
      }
      head={[
        { title: t("statements.site_kind") },
        { title: t("statements.role") },
        { title: t("statements.minimum"), number: true },
        { title: t("statements.target"), number: true },
        { title: t("statements.set_by") },
      ]}
      cells={(each) => [
        t(`sites.kind.${each.site_kind}`),
        <>
          {t(`statements.role_${each.role}`)} {each.skill !== "" && <bdi>{each.skill}</bdi>}
        </>,
        <bdi key="minimum">{number(each.minimum)}</bdi>,
        <bdi key="target">{number(each.target)}</bdi>,
        <bdi key="by">{each.set_by}</bdi>,
      ]}
      label={(field) => {
        const found = names.find((each) => each === field);
        return found === undefined ? field : t(`statements.${found}`);
      }}
      history="/api/need-standards/{id}/history"
      withdraw={
        may("standard.withdraw")
          ? (id, body) => answer(api.POST("/api/need-standards/{id}/withdraw", { params: { path: { id } }, body }))
          : undefined
      }
    />
  );
}
