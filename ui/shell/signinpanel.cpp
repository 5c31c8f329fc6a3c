// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/signinpanel.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/shell/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int formWidth = 320;

} // namespace

SignInPanel::SignInPanel(NodeControl& node, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_node(node)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_help(new QLabel(this))
    , m_nameLabel(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_passwordLabel(new QLabel(this))
    , m_password(new QLineEdit(this))
    , m_error(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_busy(new QProgressBar(this))
    , m_button(new QPushButton(this))
{
    m_headline->setProperty("house", u"headline"_s);
    m_help->setProperty("house", u"muted"_s);
    m_hint->setProperty("house", u"muted"_s);
    m_error->setProperty("house", u"bad"_s);
    m_button->setProperty("house", u"primary"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_nameLabel->setBuddy(m_name);
    m_passwordLabel->setBuddy(m_password);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedHeight(3);
    for (QLabel* label : {m_help, m_error, m_hint}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* form = new QWidget(this);
    form->setFixedWidth(formWidth);
    auto* rows = new QVBoxLayout(form);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(5);
    rows->addWidget(m_icon);
    rows->addSpacing(6);
    rows->addWidget(m_headline);
    rows->addWidget(m_help);
    rows->addSpacing(14);
    rows->addWidget(m_nameLabel);
    rows->addWidget(m_name);
    rows->addSpacing(6);
    rows->addWidget(m_passwordLabel);
    rows->addWidget(m_password);
    rows->addWidget(m_busy);
    rows->addWidget(m_error);
    rows->addSpacing(8);
    rows->addWidget(m_button);
    rows->addSpacing(10);
    rows->addWidget(m_hint);
    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    auto* middle = new QHBoxLayout; // an alignment flag would cut wrapped text: it ignores heightForWidth
    middle->addStretch();
    middle->addWidget(form);
    middle->addStretch();
    column->addLayout(middle);
    column->addStretch(3);

    connect(m_button, &QPushButton::clicked, this, &SignInPanel::signIn);
    connect(m_name, &QLineEdit::returnPressed, m_password, qOverload<>(&QWidget::setFocus));
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPanel::signIn);
    connect(&m_theme, &Theme::changed, this, &SignInPanel::retranslate);
    setBusy(false);
    setHint({});
    m_error->setMinimumHeight(m_error->fontMetrics().height()); // its line is kept: nothing jumps when it speaks
    retranslate();
}

void SignInPanel::askFor(const QString& pageTitle)
{
    m_pageTitle = pageTitle;
    m_error->clear();
    m_password->clear();
    retranslate();
}

void SignInPanel::setHint(const QString& hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void SignInPanel::setName(const QString& name)
{
    if (!m_name->isModified())
        m_name->setText(name);
}

void SignInPanel::setReady(bool ready)
{
    m_isReady = ready;
    setBusy(m_isBusy);
    retranslate();
}

void SignInPanel::focusFirst()
{
    (m_name->text().isEmpty() ? m_name : m_password)->setFocus(Qt::OtherFocusReason);
}

QString SignInPanel::error() const
{
    return m_error->text();
}

void SignInPanel::signIn()
{
    if (!m_isReady || m_isBusy)
        return;
    if (m_name->text().trimmed().isEmpty() || m_password->text().isEmpty()) {
        focusFirst();
        return;
    }
    setBusy(true);
    m_error->clear();
    whenAnswered<node::StaffMember>(m_node.staff().signIn(m_name->text().trimmed(), m_password->text()), this,
                                    [this](const auto& answer) { finish(answer); });
}

void SignInPanel::finish(const Result<node::StaffMember>& answer)
{
    setBusy(false);
    m_password->clear();
    if (answer) {
        Q_EMIT signedIn();
        return;
    }
    m_error->setText(errorText(answer.error()));
    m_error->setToolTip(answer.error().message);
    m_password->setFocus(Qt::OtherFocusReason);
}

void SignInPanel::setBusy(bool busy)
{
    m_isBusy = busy;
    m_button->setEnabled(!busy && m_isReady);
    m_name->setReadOnly(busy);
    m_password->setReadOnly(busy);
    QSizePolicy keepsPlace = m_busy->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(keepsPlace);
    m_busy->setVisible(busy);
}

void SignInPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SignInPanel::retranslate()
{
    m_icon->setPixmap(m_theme.icon(u"lock"_s, Tint::TextMuted).pixmap(QSize(32, 32), devicePixelRatioF()));
    m_headline->setText(m_pageTitle.isEmpty() ? tr("Sign in") : tr("Sign in for %1").arg(m_pageTitle));
    m_help->setText(tr("With a staff account. What you do is recorded under its name."));
    m_nameLabel->setText(tr("&Name"));
    m_passwordLabel->setText(tr("&Password"));
    m_name->setAccessibleName(tr("Name"));
    m_password->setAccessibleName(tr("Password"));
    m_button->setText(m_isReady ? tr("Sign in") : tr("The store is opening…"));
    m_button->setToolTip(tr("Sign in (Enter)"));
}

} // namespace zg::ui
