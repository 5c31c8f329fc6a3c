// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"
#include "ui/pages/page.h"

#include <span>

namespace zg::ui {

class Language;
class Theme;
class WindowState;

/// What a page may use. All of it outlives the page.
struct PageContext
{
    NodeControl& node;  ///< node.products(), node.orders(), node.staff(), node.snapshot() …
    Theme& theme;       ///< colours and icons; theme.changed() when they change
    WindowState& state; ///< remembers widths, filters, ranges
    Language& language; ///< every widget hears LanguageChange; only the settings page needs this
};

/// One row a page.
struct PageInfo
{
    const char* id;    ///< "overview"; also the key for what is remembered
    const char* title; ///< English, translated in the context "Pages"
    const char* icon;  ///< a file in resources/icons, without its ending
    bool needsSignIn;
    Page* (*make)(const PageContext& context, QWidget* parent);
    bool showsWithoutNode = false; ///< also while the node is closed or could not start
};

std::span<const PageInfo> pages();
const PageInfo* findPage(QStringView id);
QString pageTitle(const PageInfo& info);

} // namespace zg::ui
