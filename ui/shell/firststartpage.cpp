// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/firststartpage.h"

#include "ui/shell/theme.h"

#include <QAction>
#include <QButtonGroup>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int formWidth = 600;
constexpr int leastFormWidth = 440;

} // namespace

FirstStartPage::FirstStartPage(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_mark(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_help(new QLabel(this))
    , m_empty(new QRadioButton(this))
    , m_emptyHelp(new QLabel(this))
    , m_demo(new QRadioButton(this))
    , m_demoHelp(new QLabel(this))
    , m_passwordLabel(new QLabel(this))
    , m_password(new QLineEdit(this))
    , m_reveal(new QAction(this))
    , m_passwordHelp(new QLabel(this))
    , m_open(new QPushButton(this))
{
    setupLayout();
    setFocusProxy(m_password);
    m_empty->setObjectName(u"emptyStore"_s);
    m_demo->setObjectName(u"demoStore"_s);
    m_password->setObjectName(u"adminPassword"_s);
    m_open->setObjectName(u"openStore"_s);
    m_empty->setChecked(true);
    m_password->setEchoMode(QLineEdit::Password);
    m_reveal->setCheckable(true);
    m_password->addAction(m_reveal, QLineEdit::TrailingPosition);
    connect(m_reveal, &QAction::toggled, this,
            [this](bool on) { m_password->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_password, &QLineEdit::textChanged, this, &FirstStartPage::check);
    connect(m_password, &QLineEdit::returnPressed, m_open, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, &FirstStartPage::finish);
    connect(m_empty, &QRadioButton::toggled, this, &FirstStartPage::check);
    connect(&m_theme, &Theme::changed, this, &FirstStartPage::retranslate);
    retranslate();
    check();
}

QWidget* FirstStartPage::makeChoice(QRadioButton* button, QLabel* help)
{
    auto* card = new QFrame(this);
    card->setProperty("house", u"choice"_s);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(6);
    column->addWidget(button);
    column->addWidget(help, 1);
    help->setWordWrap(true);
    help->setContentsMargins(23, 0, 0, 0); // an indent would move it down, too
    help->setProperty("house", u"muted"_s);
    help->setAlignment(Qt::AlignTop);
    QFont font = button->font();
    font.setWeight(QFont::DemiBold);
    button->setFont(font);
    return card;
}

void FirstStartPage::setupLayout()
{
    m_headline->setProperty("house", u"title"_s);
    m_help->setProperty("house", u"muted"_s);
    m_passwordHelp->setProperty("house", u"muted"_s);
    m_help->setWordWrap(true);
    m_help->setTextFormat(Qt::PlainText);
    m_passwordHelp->setWordWrap(true);
    m_passwordLabel->setBuddy(m_password);
    m_open->setProperty("house", u"primary"_s);
    auto* group = new QButtonGroup(this);
    group->addButton(m_empty);
    group->addButton(m_demo);

    auto* form = new QWidget(this);
    form->setMinimumWidth(leastFormWidth);
    form->setMaximumWidth(formWidth);
    auto* rows = new QVBoxLayout(form);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    rows->addWidget(m_mark);
    rows->addSpacing(8);
    rows->addWidget(m_headline);
    rows->addWidget(m_help);
    rows->addSpacing(18);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(16);
    choices->addWidget(makeChoice(m_empty, m_emptyHelp), 1);
    choices->addWidget(makeChoice(m_demo, m_demoHelp), 1);
    rows->addLayout(choices);
    rows->addSpacing(18);
    rows->addWidget(m_passwordLabel);
    rows->addWidget(m_password);
    rows->addWidget(m_passwordHelp);
    rows->addSpacing(16);
    rows->addWidget(m_open, 0, Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    auto* middle = new QHBoxLayout; // an alignment flag would cut wrapped text: it ignores heightForWidth
    middle->addStretch();
    middle->addWidget(form, 1); // all it may have, before the stretches
    middle->addStretch();
    column->addLayout(middle);
    column->addStretch(3);
}

void FirstStartPage::setFolder(const QString& folder)
{
    m_folder = folder;
    retranslate();
}

void FirstStartPage::check()
{
    m_open->setEnabled(m_password->text().size() >= shortestPassword);
    for (QRadioButton* button : {m_empty, m_demo}) {
        QWidget* card = button->parentWidget();
        card->setProperty("chosen", button->isChecked());
        card->style()->unpolish(card);
        card->style()->polish(card);
    }
}

void FirstStartPage::finish()
{
    const QByteArray password = m_password->text().toUtf8();
    m_password->clear();
    Q_EMIT chosen(m_demo->isChecked(), password);
}

void FirstStartPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FirstStartPage::retranslate()
{
    m_mark->setPixmap(QIcon(u":/zhanggui/icons/zhanggui.svg"_s).pixmap(QSize(48, 48), devicePixelRatioF()));
    m_headline->setText(tr("Open your store"));
    m_help->setText(m_folder.isEmpty() ? tr("The data folder is empty. How does the store begin?")
                                       : tr("The data folder %1 is empty. How does the store begin?").arg(m_folder));
    m_empty->setText(tr("&Empty store"));
    m_emptyHelp->setText(
        tr("Seven categories and nothing else. Add your own products, or bring them in from a CSV file."));
    m_demo->setText(tr("&Demo store"));
    m_demoHelp->setText(
        tr("1,000 products, 200 customers and past orders, to look around and to try the load. Payment is "
           "simulated."));
    m_passwordLabel->setText(tr("&Password of the account admin"));
    m_password->setAccessibleName(tr("Password of the account admin"));
    //: %n is a number of characters.
    m_passwordHelp->setText(
        tr("At least %n character(s). It is kept as a hash only; nobody can read it back.", nullptr, shortestPassword));
    m_reveal->setText(tr("Show the password"));
    m_reveal->setToolTip(tr("Show the password"));
    m_reveal->setIcon(m_theme.icon(u"eye"_s));
    m_open->setText(tr("Open the store"));
    m_open->setToolTip(tr("Open the store (Enter)"));
}

} // namespace zg::ui
