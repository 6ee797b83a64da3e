#include "program/sentences.h"

#include <array>
#include <utility>

namespace sojourn::program {
namespace {

/// In the order of a person's way in: link, name, password, second factor.
constexpr std::array<std::pair<std::string_view, std::string_view>, 19> chinese = {{
    {"link", "此链接已用过、已失效或不完整。请向管理员索取新的链接。"},
    {"set_up_already", "已有账号。请登录，或联系管理员。"},
    {"not_sign_in_name", "登录名只能用小写字母、数字、句点、连字符和 @。"},
    {"not_person_name", "请填写他人如何称呼您。"},
    {"name_taken", "此登录名已被使用，请另选一个。"},
    {"not_text", "密码须为 UTF-8 文字。"},
    {"password_short", "密码至少 8 个字符。"},
    {"password_long", "密码太长。"},
    {"password_common", "此密码太常见，请另选一个；一句短话就很好。"},
    {"password_own_word", "密码不能包含您自己的姓名或登录名。"},
    {"wrong_sign_in", "登录名、密码或验证码不正确，请核对后重试。"},
    {"code_needed", "请同时填写第二重验证码。"},
    {"wait", "尝试次数过多，请稍候再试。"},
    {"sign_in_busy", "当前登录的人较多，请稍候再试。"},
    {"second_factor_exists", "您的账号已设置第二重验证。如已遗失，请向管理员索取重置链接。"},
    {"second_factor_not_begun", "请先开始设置第二重验证。"},
    {"wrong_code", "这不是应用当前显示的验证码。请检查手机时间是否准确。"},
    {"answer_not_kept", "此请求先前已执行，其结果未保留。请查看它所作的修改。"},
    {"key_reused", "此 Idempotency-Key 已用于另一请求。"},
}};

}  // namespace

std::optional<std::string> sentence(doors::http::Language language, std::string_view code) {
  if (language == doors::http::Language::zh) {
    for (const auto& [each, text] : chinese) {
      if (each == code) {
        return std::string(text);
      }
    }
  }
  return std::nullopt;
}

}  // namespace sojourn::program
