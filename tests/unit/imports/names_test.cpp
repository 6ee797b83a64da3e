// Which names are written for one another.
#include "imports/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NameKey, SpacesOfAllKindsWidthAndCaseMakeNoOtherName) {
  for (const char* same : {"欧阳娜", "欧阳 娜", "欧阳　娜", " 欧 阳\u00A0娜\u200B"}) {
    EXPECT_EQ(name_key(same), "欧阳娜") << same;
  }
  for (const char* same :
       {"Ann Lee", "ann lee", "ANN  LEE", "Ann\u00A0Lee", "Ａｎｎ　Ｌｅｅ", "Ann\u2009Lee\t"}) {
    EXPECT_EQ(name_key(same), "ann lee") << same;
  }
  EXPECT_EQ(name_key("INÉS MUÑOZ"), name_key("Inés Muñoz"));
  EXPECT_EQ(name_key("ŁUCJA ŽIŽKA"), name_key("Łucja Žižka"));
  EXPECT_EQ(name_key("ИВАН ЁЛКИН"), name_key("Иван Ёлкин"));
  for (const char* same :
       {"阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽 · 买买提"}) {
    EXPECT_EQ(name_key(same), "阿依古丽·买买提") << same;
  }
}

TEST(NameKey, OtherNamesStayOthers) {
  EXPECT_NE(name_key("Ann Lee"), name_key("Annlee"));
  EXPECT_NE(name_key("Ann Lee"), name_key("Anne Lee"));
  EXPECT_NE(name_key("李娜"), name_key("李那"));
  EXPECT_EQ(name_key("𠮷田 𠮷"), "𠮷田𠮷");
  EXPECT_EQ(name_key(""), "");
}

TEST(AlikeNames, AreFoundByTheirIds) {
  const AlikeNames names({{1, "Ann Lee"}, {2, "Bo"}, {3, "ann  lee"}});
  const auto found = [&](std::string_view name) {
    std::vector<std::int64_t> ids;
    names.find(name, ids);
    return ids;
  };
  EXPECT_THAT(found("ANN LEE"), ElementsAre(1, 3));
  EXPECT_THAT(found("Bo "), ElementsAre(2));
  EXPECT_THAT(found("Cy"), IsEmpty());
}

}  // namespace
}  // namespace sojourn::imports
