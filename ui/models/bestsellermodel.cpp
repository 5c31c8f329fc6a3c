// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bestsellermodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

using shop::BestSeller;

const Column<BestSeller> bestSellerColumns[] = {
    {QT_TRANSLATE_NOOP("BestSellerModel", "Best sellers"), Qt::AlignLeft,
     [](const BestSeller& s) { return QVariant(s.name); }, plainText,
     [](const BestSeller& s) { return QString(u"#"_s % QString::number(s.id.value) % u"  "_s % s.name); }},
    {QT_TRANSLATE_NOOP("BestSellerModel", "Pieces"), Qt::AlignRight,
     [](const BestSeller& s) { return QVariant(s.pieces); }, countAsText},
    {QT_TRANSLATE_NOOP("BestSellerModel", "Amount"), Qt::AlignRight,
     [](const BestSeller& s) { return QVariant(s.amountFen); }, fenAsYuan},
};

} // namespace

BestSellerModel::BestSellerModel(QObject* parent)
    : TableModel(bestSellerColumns, "BestSellerModel", parent)
{
}

} // namespace zg::ui
