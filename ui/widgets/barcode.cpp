// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/barcode.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace zg::ui {

namespace {

// ISO/IEC 15417, table 1: bar, gap, bar, gap, bar, gap of each value.
constexpr const char* widths[] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232"};
constexpr const char* stopWidths = "2331112";
constexpr int toB = 100, toC = 99, startB = 104, startC = 105;
constexpr int modulus = 103;
constexpr qsizetype fewestPairs = 4; // digits in a row that pay for the change to pairs
constexpr int quietModules = 10;

qsizetype digitsFrom(const QString& text, qsizetype at)
{
    qsizetype count = 0;
    while (at + count < text.size() && text.at(at + count) >= u'0' && text.at(at + count) <= u'9')
        ++count;
    return count;
}

QList<int> valuesOf(const QString& text)
{
    QList<int> values;
    bool isPairs = false;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype digits = digitsFrom(text, at);
        const bool wantsPairs = isPairs ? digits >= 2 : digits >= fewestPairs;
        if (values.isEmpty())
            values.append(wantsPairs ? startC : startB);
        else if (wantsPairs != isPairs)
            values.append(wantsPairs ? toC : toB);
        isPairs = wantsPairs;
        if (isPairs) {
            values.append((text.at(at).unicode() - u'0') * 10 + (text.at(at + 1).unicode() - u'0'));
            at += 2;
        } else {
            values.append(text.at(at).unicode() - u' ');
            ++at;
        }
    }
    return values;
}

void append(QList<int>& modules, const char* pattern)
{
    for (; *pattern != '\0'; ++pattern)
        modules.append(*pattern - '0');
}

} // namespace

QList<int> code128(const QString& text)
{
    const bool isPlain =
        std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() >= u' ' && c.unicode() <= u'~'; });
    if (text.isEmpty() || !isPlain)
        return {};
    QList<int> values = valuesOf(text);
    int sum = values.first();
    for (qsizetype i = 1; i < values.size(); ++i)
        sum = int((sum + i * values.at(i)) % modulus);
    values.append(sum % modulus);
    QList<int> modules;
    for (const int value : std::as_const(values))
        append(modules, widths[value]);
    append(modules, stopWidths);
    return modules;
}

void paintBarcode(QPainter& painter, const QRectF& room, const QString& text)
{
    const QList<int> modules = code128(text);
    if (modules.isEmpty())
        return;
    const int total = std::accumulate(modules.cbegin(), modules.cend(), 2 * quietModules);
    const double module = room.width() / total;
    double x = room.left() + quietModules * module;
    for (qsizetype i = 0; i < modules.size(); ++i) {
        const double width = modules.at(i) * module;
        if (i % 2 == 0)
            painter.fillRect(QRectF(x, room.top(), width, room.height()), Qt::black);
        x += width;
    }
}

} // namespace zg::ui
