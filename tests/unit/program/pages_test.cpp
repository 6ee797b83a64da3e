// The forms of the pages against the table of operations: each sends what its operation takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "doors/http/assets.h"
#include "program/stages.h"

namespace sojourn::program {
namespace {

/// What stands in the first group, wherever `pattern` is found.
std::vector<std::string> found(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    all.push_back((*at)[1]);
  }
  return all;
}

TEST(Pages, EachFormSendsWhatItsOperationTakes) {
  const Stages all = stages();
  int forms = 0;
  for (const doors::http::Asset& asset : doors::http::embedded_templates()) {
    for (const std::string& form :
         found(std::string(asset.bytes), "(<form [^>]*data-path=[^]*?</form>)")) {
      ++forms;
      const std::string path = found(form, "data-path=\"([^\"]*)\"").at(0);
      const auto operation =
          std::find_if(all.operations.begin(), all.operations.end(), [&](const auto& each) {
            return each.about.path == path && each.about.method == access::Method::post;
          });
      ASSERT_NE(operation, all.operations.end()) << asset.path << ": " << path;
      std::set<std::string> sent;
      for (const std::string& name : found(form, "<input [^>]*name=\"([^\"]*)\"")) {
        EXPECT_THAT(form, ::testing::HasSubstr("id=\"" + name + "-fault\"")) << asset.path;
        sent.insert(name);
      }
      if (form.find(" data-link") != std::string::npos) {
        sent.insert("link");
      }
      for (const base::Field& field : operation->fields) {
        const bool needed = !field.optional && field.kind != base::FieldKind::yes_no;
        EXPECT_TRUE(sent.erase(field.about.name) == 1 || !needed)
            << asset.path << ": " << path << " needs " << field.about.name;
      }
      EXPECT_THAT(sent, ::testing::IsEmpty()) << asset.path << ": " << path << " knows them not";
    }
  }
  EXPECT_EQ(forms, 5);
}

}  // namespace
}  // namespace sojourn::program
