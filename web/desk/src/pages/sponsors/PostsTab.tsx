// What a sponsor has at home, as it was reported: posts that it may fill, and people who fill them.
import { type Body, answer, api, number, t } from "@sojourn/shared";
import { RecordForm } from "../../parts/RecordForm";
import { Statements, fromToday, whenAndWhere } from "../../parts/Statements";
import { useList } from "../../parts/reading";
import { useMay } from "../../shell/session";

type Posts = Omit<Body<"/api/establishments">, "sponsor">;

export function PostsTab({ id, open }: { id: string; open: boolean }) {
  const may = useMay();
  const list = useList("/api/establishments", { sponsor: id, withdrawn: true });
  return (
    <Statements
      id="posts"
      title={t("statements.posts_at_home")}
      none={t("statements.no_establishment")}
      of={list}
      says={
        open && may("establishment.set")
          ? [
              {
                name: "establishment",
                title: t("statements.set_establishment"),
                form: (done) => (
                  <RecordForm<Posts>
                    draft={`statements.establishment.${id}`}
                    fields={[
                      { name: "posts", label: t("statements.posts_may_fill"), kind: "number" },
                      { name: "in_post", label: t("statements.people_at_home"), kind: "number" },
                      ...whenAndWhere<Posts>(true),
                    ]}
                    given={fromToday()}
                    action={t("statements.set_establishment")}
                    before={<p className="quiet">{t("statements.establishment_effect")}</p>}
                    send={async (body) => {
                      await answer(api.POST("/api/establishments", { body: { ...body, sponsor: id } }));
                      await done();
                    }}
                  />
                ),
              },
            ]
          : []
      }
      head={[
        { title: t("statements.posts_may_fill"), number: true },
        { title: t("statements.people_at_home"), number: true },
      ]}
      cells={(each) => [<bdi key="posts">{number(each.posts)}</bdi>, <bdi key="people">{number(each.in_post)}</bdi>]}
      label={(field) =>
        field === "posts"
          ? t("statements.posts_may_fill")
          : field === "in_post"
            ? t("statements.people_at_home")
            : field === "sponsor"
              ? t("statements.sponsor")
              : field
      }
      history="/api/establishments/{id}/history"
      withdraw={
        open && may("establishment.withdraw")
          ? (statement, body) => answer(api.POST("/api/establishments/{id}/withdraw", { params: { path: { id: statement } }, body }))
          : undefined
      }
    />
  );
}
