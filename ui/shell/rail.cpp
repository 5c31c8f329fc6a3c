// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/pages/pages.h"
#include "ui/shell/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wide = 184;
constexpr int narrow = 58;
constexpr int iconEdge = 20;

} // namespace

Rail::Rail(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
    , m_mark(new QLabel(this))
{
    setProperty("house", u"rail"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_column->setContentsMargins(8, 18, 8, 10);
    m_column->setSpacing(3);
    m_mark->setProperty("house", u"headline"_s);
    m_column->addWidget(m_mark);
    m_column->addSpacing(12);
    for (const PageInfo& info : pages()) {
        QToolButton* button = makeButton();
        button->setCheckable(true);
        const QString id = QString::fromLatin1(info.id);
        button->setObjectName(id + u"Button"_s);
        m_group->addButton(button);
        m_buttons.append(button);
        m_column->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT pageChosen(id); });
    }
    m_column->addStretch();
    m_account = makeButton();
    m_menu = makeButton();
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_column->addWidget(m_account);
    m_column->addWidget(m_menu);
    connect(m_account, &QToolButton::clicked, this, &Rail::accountClicked);
    connect(&m_theme, &Theme::changed, this, &Rail::dress);
    setCollapsed(false);
    dress();
}

QToolButton* Rail::makeButton()
{
    auto* button = new QToolButton(this);
    button->setIconSize({iconEdge, iconEdge});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

void Rail::setMenu(QMenu* menu)
{
    m_menu->setMenu(menu);
}

void Rail::openMenu()
{
    m_menu->showMenu();
}

void Rail::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? narrow : wide);
    const auto style = collapsed ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    for (QToolButton* button : findChildren<QToolButton*>(Qt::FindDirectChildrenOnly))
        button->setToolButtonStyle(style);
    dress();
}

void Rail::setCurrent(const QString& pageId)
{
    for (int i = 0; i < m_buttons.size(); ++i)
        if (pageId == QLatin1StringView(pages()[size_t(i)].id))
            m_buttons.at(i)->setChecked(true);
}

void Rail::hideAccount()
{
    m_account->hide();
}

void Rail::setAccount(const QString& name)
{
    m_accountName = name;
    dress();
}

void Rail::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        dress();
}

void Rail::dress()
{
    if (!m_menu)
        return;
    for (int i = 0; i < m_buttons.size(); ++i) {
        const PageInfo& info = pages()[size_t(i)];
        QToolButton* button = m_buttons.at(i);
        const QString title = pageTitle(info);
        button->setText(u"  "_s + title);
        button->setAccessibleName(title);
        button->setIcon(m_theme.icon(QString::fromLatin1(info.icon)));
        button->setToolTip(i < 9 ? tr("%1 (Ctrl+%2)").arg(title).arg(i + 1) : title);
    }
    //: The program's name at the head of the rail.
    const QString name = tr("Zhanggui");
    if (m_collapsed) {
        m_mark->setPixmap(QIcon(u":/zhanggui/icons/zhanggui.svg"_s).pixmap(QSize(26, 26), devicePixelRatioF()));
        m_mark->setIndent(0);
        m_mark->setAlignment(Qt::AlignHCenter);
    } else {
        m_mark->setText(name);
        m_mark->setIndent(11);
        m_mark->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }
    m_mark->setFixedHeight(28);
    const bool isSignedIn = !m_accountName.isEmpty();
    m_account->setText(u"  "_s + (isSignedIn ? m_accountName : tr("Sign in")));
    m_account->setAccessibleName(isSignedIn ? tr("Signed in as %1").arg(m_accountName) : tr("Sign in"));
    m_account->setToolTip(
        isSignedIn
            ? tr("Signed in as %1; what is done is recorded under this name. Click to sign out.").arg(m_accountName)
            : tr("Sign in with a staff account"));
    m_account->setIcon(m_theme.icon(u"user"_s));
    m_menu->setText(u"  "_s + tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Appearance, language, node (F10)"));
    m_menu->setIcon(m_theme.icon(u"menu"_s));
}

} // namespace zg::ui
