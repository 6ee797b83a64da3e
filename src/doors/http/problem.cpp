#include "doors/http/problem.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "base/ensure.h"
#include "base/json.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;

int status_of_kind(base::Kind kind) {
  switch (kind) {
    case base::Kind::invalid: return 422;
    case base::Kind::forbidden: return 403;
    case base::Kind::not_found: return 404;
    case base::Kind::conflict: return 409;
    case base::Kind::precondition: return 409;
    case base::Kind::busy: return 503;
    case base::Kind::too_large: return 413;
    case base::Kind::full: return 507;
  }
  base::report_bug("a kind of refusal without a status", std::source_location::current());
}

constexpr std::array<std::pair<std::string_view, int>, 10> by_code = {{
    {"json", 400},
    {"idempotency_key", 400},
    {"if_match", 400},
    {"sign_in", 401},
    {"second_factor_needed", 403},
    {"stale", 412},
    {"media_type", 415},
    {"no_version", 428},
    {"wait", 429},
    {"method_not_allowed", 405},
}};

/// Sentences for the codes that this door and the JSON codec themselves give.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> chinese = {{
    {"json", "请求内容不是合格的 JSON。"},
    {"input", "填写的内容有误，未作任何改动。"},
    {"missing", "此项必填。"},
    {"unknown_field", "没有这一项。"},
    {"wrong_type", "此项的类型不对。"},
    {"unknown_choice", "没有这个选项。"},
    {"out_of_range", "数值超出允许范围。"},
    {"duplicate", "同一项给出了不止一次。"},
    {"twice", "此项给出了不止一次。"},
    {"in_path", "此项已写在地址中，不能再写在内容里。"},
    {"not_found", "没有找到，或者您无权查看。"},
    {"no_such_path", "没有这个地址。"},
    {"method_not_allowed", "此处不支持这种操作方式。"},
    {"sign_in", "请先登录。"},
    {"not_allowed", "您的角色无权进行此操作，可向管理员询问由谁办理。"},
    {"second_factor_needed", "您的角色需要第二重验证，请先设置。"},
    {"other_site", "此请求来自别的网站，已拒绝。"},
    {"csrf", "页面已过期，请刷新后重试。"},
    {"idempotency_key", "缺少请求头 Idempotency-Key，或其格式不对。"},
    {"no_version", "缺少请求头 If-Match：请写明您看到的是第几版。"},
    {"stale", "在您查看之后已有人作了修改，请核对最新内容后再试。"},
    {"media_type", "请求内容须为 UTF-8 编码的 JSON。"},
}};

}  // namespace

int status_of(const base::Refusal& refusal) {
  for (const auto& [code, status] : by_code) {
    if (refusal.code == code) {
      return status;
    }
  }
  return status_of_kind(refusal.kind);
}

std::optional<std::string> sentence_of_door(Language language, std::string_view code) {
  if (language == Language::zh) {
    for (const auto& [each, sentence] : chinese) {
      if (each == code) {
        return std::string(sentence);
      }
    }
  }
  return std::nullopt;
}

base::Refusal refusal_of_door(base::Kind kind, std::string_view code, std::string_view detail,
                              std::string_view where) {
  base::Refusal made{
      .kind = kind, .code = std::string(code), .detail = std::string(detail), .faults = {}};
  if (!where.empty()) {
    made.faults.push_back({.where = std::string(where),
                           .code = std::string(code),
                           .value = "",
                           .detail = std::string(detail)});
  }
  return made;
}

Response problem_of(const base::Refusal& refusal, Language language, std::string_view request) {
  const auto sentence = [&](std::string_view code, const base::Sentence& said) {
    const std::string own = said.in(language);
    return own == said.english() ? sentence_of_door(language, code).value_or(own) : own;
  };
  const int status = status_of(refusal);
  json::array faults;
  std::string wait = "2";
  for (const base::Fault& fault : refusal.faults) {
    json::object each = {{"pointer", fault.where}, {"code", fault.code}};
    if (!fault.value.empty()) {
      each["value"] = fault.value;
    }
    each["detail"] = sentence(fault.code, fault.detail);
    faults.push_back(std::move(each));
    if (fault.code == "retry_after") {
      wait = fault.value;
    }
  }
  json::object problem = {{"title", reason_of(status)},
                          {"status", status},
                          {"code", refusal.code},
                          {"detail", sentence(refusal.code, refusal.detail)},
                          {"request", request}};
  if (!faults.empty()) {
    problem["faults"] = std::move(faults);
  }
  if (refusal.more_faults > 0) {
    problem["more_faults"] = refusal.more_faults;
  }
  Response made = text_response(status, "application/problem+json", base::write_json(problem));
  made.set("Content-Language", std::string(language_tag(language)));
  made.set("Vary", "Accept-Language");
  if (status == 503 || status == 429) {
    made.set("Retry-After", wait);
  }
  if (status == 401) {
    made.set("WWW-Authenticate", "Bearer realm=\"sojourn\"");
  }
  return made;
}

}  // namespace sojourn::doors::http
