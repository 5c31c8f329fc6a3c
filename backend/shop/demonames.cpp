// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/demonames.h"

#include <array>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr int kindCount = 12;
constexpr int makeCount = 12;

struct Kind
{
    const char16_t* name;
    qint64 priceFen;
};

struct Shelf
{
    std::array<const char16_t*, makeCount> makes;
    std::array<Kind, kindCount> kinds;
};

const std::array<Shelf, demoCategories> shelves{{
    {{u"五常", u"农家", u"川味", u"老街", u"云南", u"海岛", u"草原", u"江南", u"秦岭", u"有机", u"手工", u"儿童"},
     {{{u"大米 5kg", 5990},
       {u"小米 1kg", 1890},
       {u"红枣 500g", 2490},
       {u"牛肉干 250g", 4590},
       {u"坚果礼盒", 12900},
       {u"麻辣花生", 990},
       {u"桂花糕", 1590},
       {u"挂面 1kg", 1290},
       {u"山核桃仁", 6890},
       {u"黑木耳 200g", 3290},
       {u"蜂蜜 500g", 5290},
       {u"酸辣粉 6桶", 2990}}}},
    {{u"高山", u"清泉", u"冰川", u"果园", u"陈年", u"鲜榨", u"无糖", u"经典", u"雨前", u"雪域", u"南国", u"晨光"},
     {{{u"龙井茶 250g", 16800},
       {u"矿泉水 24瓶", 3690},
       {u"橙汁 1L", 1690},
       {u"普洱茶饼", 19900},
       {u"咖啡豆 454g", 7990},
       {u"椰子水 12盒", 5890},
       {u"酸梅汤", 1290},
       {u"豆浆粉", 2590},
       {u"纯牛奶 16盒", 5690},
       {u"苏打水 12罐", 3290},
       {u"红茶 100g", 6890},
       {u"Cold Brew 冷萃咖啡", 4990}}}},
    {{u"纯棉", u"亚麻", u"羊绒", u"真丝", u"速干", u"加绒", u"轻薄", u"复古", u"宽松", u"修身", u"户外", u"亲肤"},
     {{{u"T恤", 7900},
       {u"衬衫", 15900},
       {u"牛仔裤", 19900},
       {u"连衣裙", 25900},
       {u"卫衣", 16900},
       {u"羽绒服", 59900},
       {u"运动鞋", 32900},
       {u"短袜 5双", 3900},
       {u"围巾", 9900},
       {u"棒球帽", 5900},
       {u"睡衣套装", 13900},
       {u"风衣", 45900}}}},
    {{u"iPhone", u"华为", u"小米", u"苹果", u"极光", u"Pro", u"Mini", u"灵动", u"飞鸟", u"星河", u"Max", u"青春版"},
     {{{u"手机壳", 3990},
       {u"充电器 65W", 9900},
       {u"蓝牙耳机", 29900},
       {u"移动电源", 12900},
       {u"智能手表", 89900},
       {u"数据线 1m", 1990},
       {u"机械键盘", 39900},
       {u"无线鼠标", 8900},
       {u"平板电脑", 199900},
       {u"音箱", 24900},
       {u"显示器 27寸", 129900},
       {u"摄像头", 19900}}}},
    {{u"北欧", u"日式", u"简约", u"实木", u"陶瓷", u"不锈钢", u"竹制", u"加厚", u"折叠", u"静音", u"智能", u"便携"},
     {{{u"台灯", 12900},
       {u"收纳箱", 4990},
       {u"四件套", 29900},
       {u"炒锅", 19900},
       {u"餐具套装", 15900},
       {u"晾衣架", 8900},
       {u"抱枕", 3990},
       {u"地毯", 25900},
       {u"书架", 35900},
       {u"保温杯", 9900},
       {u"挂钟", 6900},
       {u"垃圾桶", 4590}}}},
    {{u"玫瑰", u"氨基酸", u"玻尿酸", u"植物", u"海洋", u"舒缓", u"焕亮", u"清爽", u"滋润", u"控油", u"敏感肌", u"男士"},
     {{{u"洁面乳", 6900},
       {u"面膜 10片", 9900},
       {u"口红", 15900},
       {u"精华液", 25900},
       {u"防晒霜 SPF50", 8900},
       {u"洗发水", 5990},
       {u"护手霜", 2990},
       {u"香水 50ml", 39900},
       {u"眼影盘", 12900},
       {u"身体乳", 7900},
       {u"卸妆油", 9900},
       {u"爽肤水", 8900}}}},
    {{u"彩图", u"珍藏版", u"少年", u"插图本", u"全译本", u"简明", u"图解", u"新编", u"双语", u"口袋本", u"名家",
      u"第二版"},
     {{{u"红楼梦", 8900},
       {u"三国演义", 7900},
       {u"西游记", 7500},
       {u"唐诗三百首", 3900},
       {u"C++ 程序设计", 9900},
       {u"算法导论", 12800},
       {u"世界地图册", 5900},
       {u"中国通史", 13800},
       {u"家常菜谱", 4500},
       {u"十万个为什么", 9800},
       {u"小王子", 2900},
       {u"数据库系统概念", 11900}}}},
}};
} // namespace

DemoProduct demoProduct(int category, int number)
{
    const auto& shelf = shelves[size_t(category)];
    const auto make = QString::fromUtf16(shelf.makes[size_t(number / kindCount % makeCount)]);
    const auto& kind = shelf.kinds[size_t(number % kindCount)];
    const auto kindName = QString::fromUtf16(kind.name);
    const qint64 percent = 80 + (number * 37 + category * 11) % 71; // 80 to 150 % of the kind's usual price
    DemoProduct product;
    product.name = make + u' ' + kindName;
    product.description = u"%2系列%1，七天无理由退换。"_s.arg(kindName, make);
    product.priceFen = kind.priceFen * percent / 100 / 10 * 10;
    return product;
}

} // namespace zg::shop
