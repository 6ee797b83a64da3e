// A small programme folder for tests: valid as it stands, files replaced at will.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace sojourn::testing_support {

class SmallFolder {
 public:
  SmallFolder()
      : root_(std::filesystem::temp_directory_path() /
              ("sojourn-" + std::to_string(::getpid()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->test_suite_name() + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(folder());
    write("areas.csv",
          "area,name,kind,parent\n"
          "N,Land,nation,\n"
          "C1,East,county,N\n"
          "C2,West,county,N\n");
    write("sites.csv",
          "site,name,area,kind,tier,need,hardship,min_team,target_team,max_first_timers,languages,"
          "skills,challenge,x_km,y_km\n"
          "S1,One,C1,village,high,5,3,1,2,1,River,law;crafts,water,0,0\n"
          "S2,Two,C1,farm,low,2,0,1,3,1,,,roads,10,0\n"
          "S3,Three,C2,village,middle,3,1,1,2,0,Hill,,,0,10.5\n");
    write("sponsors.csv",
          "sponsor,name,kind,area,release_percent,max_sites\n"
          "O1,Bureau,bureau,C1,100,2\n"
          "O2,College,college,N,50,1\n");
    write("staff.csv",
          "staff,name,sponsor,area,home_site,x_km,y_km,roles,languages,skills,experience_years,"
          "first_timer,hardship_served,available,current_site,strength\n"
          "E1,Ada,O1,C1,S3,1,1,leader;member,River,law,4,no,2,yes,S1,80\n"
          "E2,Ben,O1,C1,,2,2,member,River;Hill,crafts,1,yes,0,,,\n"
          "E3,Cleo,O2,C2,,0,9,leader,Hill,,12,0,1,true,S3,10\n"
          "E4,Dan,O2,C2,,0,8,member,,,0,1,0,no,,\n");
  }
  ~SmallFolder() { std::filesystem::remove_all(root_); }
  SmallFolder(const SmallFolder&) = delete;
  SmallFolder& operator=(const SmallFolder&) = delete;

  std::filesystem::path root() const { return root_; }
  std::filesystem::path folder() const { return root_ / "folder"; }
  void write(const std::string& file, const std::string& bytes) const {
    std::ofstream(folder() / file, std::ios::binary) << bytes;
  }
  std::string read(const std::string& file) const { return read_path(folder() / file); }
  static std::string read_path(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void remove(const std::string& file) const { std::filesystem::remove(folder() / file); }
  /// Replaces `from`, which has to be there once, by `to`.
  void change(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = read(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    ASSERT_EQ(text.find(from, at + 1), std::string::npos) << from << " stands there twice";
    write(file, text.replace(at, from.size(), to));
  }

 private:
  std::filesystem::path root_;
};

}  // namespace sojourn::testing_support
