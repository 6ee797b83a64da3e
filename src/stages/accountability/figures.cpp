// The placeholders: their names and what they say. See figures.h. In a template names are taken in
// either language, whatever the reader's.
#include "stages/accountability/figures.h"

#include <algorithm>

namespace sojourn::stages::accountability {
namespace {

using base::Language;
using documents::Cell;
using Facts = ReportFacts;
using Rows = std::vector<std::vector<Cell>>;

template <class T>
std::string word(const T& value, Language language) {
  return base::Sentence::phrase(base::name_of(value)).in(language);
}

template <class Count>
std::int64_t count_sites(const Facts& facts, Count count) {
  return std::count_if(facts.sites.begin(), facts.sites.end(),
                       [&](const SiteLine& site) { return site.counted && count(site); });
}

template <class Of>
std::int64_t sum_sites(const Facts& facts, Of of) {
  std::int64_t sum = 0;
  for (const SiteLine& site : facts.sites) {
    sum += site.counted ? of(site) : 0;
  }
  return sum;
}

template <class Of>
std::int64_t sum_rounds(const Facts& facts, Of of) {
  std::int64_t sum = 0;
  for (const RoundLine& round : facts.rounds) {
    sum += of(round);
  }
  return sum;
}

/// Posts that are filled, of a hundred: to a tenth, as tables show it.
double filled_percent(const Facts& facts) {
  const std::int64_t target = sum_sites(facts, [](const SiteLine& s) { return s.target; });
  const std::int64_t left = sum_sites(facts, [](const SiteLine& s) { return s.short_of_target(); });
  if (target == 0) {
    return 100;
  }
  const std::int64_t tenths = ((target - left) * 2000 + target) / (2 * target);
  return static_cast<double>(tenths) / 10;
}

Cell day(const std::optional<base::Date>& value) { return value ? Cell(*value) : Cell(); }

std::vector<FigureAbout> made_figures() {
  return {
      // The report.
      {"report.area", "地区名称", "The name of the area that the report is about.",
       [](const Facts& f, Language) { return Cell(f.area_name); }},
      {"report.month", "报告月份", "The month that the report is about.",
       [](const Facts& f, Language) { return Cell(f.about.month); }},
      {"report.day", "数据截止日",
       "The day that all figures hold on: the last of the month, or today.",
       [](const Facts& f, Language) { return Cell(f.about.day); }},
      {"report.made_on", "制表日期", "The day on which the report is made.",
       [](const Facts& f, Language) { return Cell(f.made_on); }},
      {"report.made_by", "制表人", "Who makes the report.",
       [](const Facts& f, Language) { return Cell(f.made_by); }},
      // Sites.
      {"sites", "驻点数",
       "Sites that the programme staffs; those that their own organisation staffs count in no "
       "figure but their own.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine&) { return true; }));
       }},
      {"sites.own", "自配人员驻点数", "Sites that their own organisation staffs.",
       [](const Facts& f, Language) {
         return Cell(std::int64_t{std::count_if(f.sites.begin(), f.sites.end(),
                                                [](const SiteLine& s) { return !s.counted; })});
       }},
      {"sites.staffed", "有人驻点数", "Sites where at least one person serves.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine& s) { return s.posted > 0; }));
       }},
      {"sites.empty", "无人驻点数", "Sites where nobody serves.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine& s) { return s.posted == 0; }));
       }},
      {"sites.below_minimum", "低于最低人数驻点数",
       "Sites where fewer people serve than the minimum.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine& s) { return s.short_of_minimum() > 0; }));
       }},
      {"sites.full", "满员驻点数", "Sites where nobody more is wanted.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine& s) { return s.short_of_target() == 0; }));
       }},
      {"sites.without_leader", "无队长驻点数", "Sites without a team leader.",
       [](const Facts& f, Language) {
         return Cell(count_sites(f, [](const SiteLine& s) { return s.leader.empty(); }));
       }},
      // Need.
      {"need.minimum", "最低需求人数", "People whom sites need at least.",
       [](const Facts& f, Language) {
         return Cell(sum_sites(f, [](const SiteLine& s) { return s.minimum; }));
       }},
      {"need.target", "需求人数",
       "People whom sites want, less those whom other programmes send there.",
       [](const Facts& f, Language) {
         return Cell(sum_sites(f, [](const SiteLine& s) { return s.target; }));
       }},
      {"need.short_of_minimum", "最低缺口人数", "People who lack to the minimum, site by site.",
       [](const Facts& f, Language) {
         return Cell(sum_sites(f, [](const SiteLine& s) { return s.short_of_minimum(); }));
       }},
      {"need.short", "缺口人数", "People who lack to what sites want, site by site.",
       [](const Facts& f, Language) {
         return Cell(sum_sites(f, [](const SiteLine& s) { return s.short_of_target(); }));
       }},
      {"need.filled_percent", "到位率", "Of a hundred people wanted, those who serve.",
       [](const Facts& f, Language) { return Cell(filled_percent(f)); }},
      // Staffing.
      {"posted", "在岗人数", "People who serve.",
       [](const Facts& f, Language) { return Cell(std::int64_t{std::ssize(f.serving)}); }},
      {"posted.leaders", "在岗队长数", "Team leaders who serve.",
       [](const Facts& f, Language) { return Cell(f.leaders()); }},
      {"posted.members", "在岗队员数", "People who serve and do not lead.",
       [](const Facts& f, Language) { return Cell(std::ssize(f.serving) - f.leaders()); }},
      {"posted.arrived", "本月到岗人数", "Postings that began in the month.",
       [](const Facts& f, Language) { return Cell(std::int64_t{std::ssize(f.arrived)}); }},
      {"posted.left", "本月离岗人数", "Postings that ended in the month.",
       [](const Facts& f, Language) { return Cell(std::int64_t{std::ssize(f.left)}); }},
      // Sponsors.
      {"sponsors", "派出单位数", "Sponsors of the area, and those of whom somebody serves there.",
       [](const Facts& f, Language) { return Cell(std::int64_t{std::ssize(f.sponsors)}); }},
      {"sponsors.sending", "已派出单位数", "Sponsors of whom somebody serves.",
       [](const Facts& f, Language) {
         return Cell(
             std::int64_t{std::count_if(f.sponsors.begin(), f.sponsors.end(),
                                        [](const SponsorLine& s) { return s.posted > 0; })});
       }},
      // Rounds that were open in the month.
      {"rounds", "轮次数", "Rounds that were open in the month.",
       [](const Facts& f, Language) { return Cell(std::int64_t{std::ssize(f.rounds)}); }},
      {"rounds.places", "选派名额", "People whom sponsors were asked for in these rounds.",
       [](const Facts& f, Language) {
         return Cell(sum_rounds(f, [](const RoundLine& r) { return r.places; }));
       }},
      {"rounds.named", "推荐人数", "People whom sponsors named in them.",
       [](const Facts& f, Language) {
         return Cell(sum_rounds(f, [](const RoundLine& r) { return r.named; }));
       }},
      {"rounds.willing", "愿意人数", "Of those who are named, those who said that they will go.",
       [](const Facts& f, Language) {
         return Cell(sum_rounds(f, [](const RoundLine& r) { return r.willing; }));
       }},
      {"rounds.not_replied", "未答复单位数", "Sponsors that were asked in them and did not reply.",
       [](const Facts& f, Language) {
         return Cell(sum_rounds(f, [](const RoundLine& r) { return r.asked - r.replied; }));
       }},
      // The plan.
      {"plan.name", "派驻方案名称", "The plan that was published last; empty if there is none.",
       [](const Facts& f, Language) { return f.plan ? Cell(f.plan->name) : Cell(); }},
      {"plan.starts_on", "派驻方案起始日", "Its first day.",
       [](const Facts& f, Language) { return f.plan ? Cell(f.plan->starts_on) : Cell(); }},
      {"plan.published_on", "派驻方案公布日", "The day on which it was published.",
       [](const Facts& f, Language) {
         return f.plan && f.plan->published_at ? Cell(f.plan->published_at->utc_date()) : Cell();
       }},
      {"plan.placed", "派驻方案安排人数", "People whom it places at sites of the area.",
       [](const Facts& f, Language) { return f.plan ? Cell(f.plan->placed) : Cell(); }},
  };
}

Rows site_rows(const Facts& facts, Language language) {
  Rows rows;
  for (const SiteLine& each : facts.sites) {
    std::string members;
    for (const std::string& name : each.members) {
      members += (members.empty() ? "" : ", ") + name;
    }
    rows.push_back({Cell(std::int64_t{std::ssize(rows)} + 1), each.site.name,
                    each.site.code.value_or(""), each.area_name, word(each.site.kind, language),
                    word(each.site.tier, language), each.weight, each.minimum, each.target,
                    each.posted, each.short_of_target(), each.leader, members});
  }
  return rows;
}

Rows area_rows(const Facts& facts, Language language) {
  Rows rows;
  for (const AreaLine& each : facts.areas) {
    rows.push_back({Cell(std::int64_t{std::ssize(rows)} + 1), each.name, word(each.kind, language),
                    each.sites, each.staffed, each.without_leader, each.minimum, each.target,
                    each.posted, each.leaders, each.short_of_minimum, each.short_of_target});
  }
  return rows;
}

Rows sponsor_rows(const Facts& facts, Language) {
  Rows rows;
  for (const SponsorLine& each : facts.sponsors) {
    rows.push_back({Cell(std::int64_t{std::ssize(rows)} + 1), each.name, each.kind, each.posted,
                    each.leaders, each.sites, each.share});
  }
  return rows;
}

Rows service_rows(const std::vector<ServiceLine>& lines, Language language) {
  Rows rows;
  for (const ServiceLine& each : lines) {
    rows.push_back({Cell(std::int64_t{std::ssize(rows)} + 1), each.staff_name, each.sponsor_name,
                    each.site_name, each.area_name, word(each.role, language), each.from_day,
                    day(each.to_day)});
  }
  return rows;
}

Rows round_rows(const Facts& facts, Language) {
  Rows rows;
  for (const RoundLine& each : facts.rounds) {
    rows.push_back({Cell(std::int64_t{std::ssize(rows)} + 1), each.name, each.notice, each.deadline,
                    each.posts, each.asked, each.replied, each.places, each.named, each.willing});
  }
  return rows;
}

std::vector<ColumnAbout> service_columns() {
  return {{"number", "序号", "1, 2, 3."},
          {"name", "姓名", "The person's name."},
          {"sponsor", "派出单位", "The sponsor."},
          {"site", "驻点", "Where they serve."},
          {"area", "地区", "The area of the site."},
          {"role", "职务", "Leader or member."},
          {"from_day", "起始日", "The first day."},
          {"to_day", "截止日", "The last day; empty until further notice."}};
}

std::vector<ListAbout> made_lists() {
  return {
      {"site",
       "驻点",
       "A row for each site, in the order of areas and names.",
       {{"number", "序号", "1, 2, 3."},
        {"name", "名称", "The site's name."},
        {"code", "代码", "Its code."},
        {"area", "地区", "The area of the site."},
        {"kind", "类型", "Village, community or farm."},
        {"tier", "层级", "High, middle or low."},
        {"weight", "需求权重", "The weight of its need, 1 to 5."},
        {"minimum", "最低人数", "People whom it needs at least."},
        {"target", "需求人数",
         "People whom it wants, less those whom other programmes send there."},
        {"posted", "在岗人数", "People who serve there."},
        {"short", "缺口人数", "People who lack to what it wants."},
        {"leader", "队长", "The name of its team leader."},
        {"members", "队员", "The names of the other people, parted by commas."}},
       site_rows},
      {"area",
       "地区",
       "A row for each area right below the report's area; figures of sites that the programme "
       "staffs.",
       {{"number", "序号", "1, 2, 3."},
        {"name", "名称", "The area's name."},
        {"kind", "类型", "County, township and so on."},
        {"sites", "驻点数", "Its sites."},
        {"staffed", "有人驻点数", "Sites where at least one person serves."},
        {"without_leader", "无队长驻点数", "Sites without a team leader."},
        {"minimum", "最低需求人数", "People whom sites need at least."},
        {"target", "需求人数",
         "People whom sites want, less those whom other programmes send there."},
        {"posted", "在岗人数", "People who serve."},
        {"leaders", "队长数", "Sites with a team leader."},
        {"short_of_minimum", "最低缺口人数", "People who lack to the minimum, site by site."},
        {"short", "缺口人数", "People who lack to what sites want, site by site."}},
       area_rows},
      {"sponsor",
       "单位",
       "A row for each sponsor of the area or of whom somebody serves there, most people first.",
       {{"number", "序号", "1, 2, 3."},
        {"name", "名称", "The sponsor's name."},
        {"kind", "类型", "What it is, such as a hospital."},
        {"posted", "在岗人数", "Its people who serve."},
        {"leaders", "队长数", "Those of them who lead a team."},
        {"sites", "驻点数", "Sites where somebody of it serves."},
        {"share", "占比", "Of a hundred people who serve, those whom it sent."}},
       sponsor_rows},
      {"posting", "在岗", "A row for each person who serves.", service_columns(),
       [](const Facts& f, Language language) { return service_rows(f.serving, language); }},
      {"arrival", "到岗", "A row for each posting that began in the month.", service_columns(),
       [](const Facts& f, Language language) { return service_rows(f.arrived, language); }},
      {"departure", "离岗", "A row for each posting that ended in the month.", service_columns(),
       [](const Facts& f, Language language) { return service_rows(f.left, language); }},
      {"round",
       "轮次",
       "A row for each round that was open in the month.",
       {{"number", "序号", "1, 2, 3."},
        {"name", "名称", "The round's name."},
        {"notice", "文号", "The number of its notice."},
        {"deadline", "截止日", "The last day on which sponsors reply."},
        {"posts", "岗位数", "Posts that it is to fill."},
        {"asked", "应答复单位数", "Sponsors that are asked."},
        {"replied", "已答复单位数", "Those of them that replied."},
        {"places", "名额", "People whom they are asked for."},
        {"named", "推荐人数", "People whom they named."},
        {"willing", "愿意人数", "Those of them who said that they will go."}},
       round_rows},
  };
}

}  // namespace

const std::vector<FigureAbout>& figures() {
  static const std::vector<FigureAbout> all = made_figures();
  return all;
}

const std::vector<ListAbout>& lists() {
  static const std::vector<ListAbout> all = made_lists();
  return all;
}

}  // namespace sojourn::stages::accountability
