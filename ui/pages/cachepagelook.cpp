// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/cachefamilymodel.h"
#include "ui/models/cachetexts.h"
#include "ui/pages/cachepage.h"
#include "ui/widgets/banner.h"
#include "ui_cachepage.h"

#include <QAction>
#include <QTimer>

namespace zg::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The part of the page that looks into the cache and drops from it.

namespace {
constexpr auto patience = 500ms; // an answer that takes longer is announced
}

QString CachePage::chosenFamily() const
{
    const QList<int> rows = m_ui->families->selectedRowNumbers();
    return rows.isEmpty() ? QString() : m_families->row(rows.first()).figures.family;
}

void CachePage::updateActions()
{
    const bool hasKey = !m_ui->key->text().trimmed().isEmpty();
    m_lookUpAction->setEnabled(hasKey && !m_isAsking);
    m_dropAction->setEnabled(hasKey && !m_isAsking);
    m_dropFamilyAction->setEnabled(!chosenFamily().isEmpty() && !m_isAsking);
}

void CachePage::search(const QString& text)
{
    m_ui->key->setText(text);
    lookUpKey(text);
}

void CachePage::lookUp()
{
    lookUpKey(m_ui->key->text().trimmed());
}

void CachePage::dropKey()
{
    drop(m_ui->key->text().trimmed());
}

quint64 CachePage::ask()
{
    const quint64 question = ++m_question;
    m_isAsking = true;
    updateActions();
    QTimer::singleShot(patience, this, [this, question] {
        if (question != m_question || !m_isAsking)
            return;
        m_banner->setAction({});
        m_banner->say(Tone::Info, tr("Asking the cache…"));
    });
    return question;
}

void CachePage::lookUpKey(const QString& key)
{
    if (key.isEmpty())
        return;
    const quint64 question = ask();
    whenAnswered(m_context.node.cache().lookUp(key), this, [this, question, key](const Result<node::CachedKey>& found) {
        if (question == m_question)
            showFound(found, key);
    });
}

void CachePage::drop(const QString& key)
{
    if (key.isEmpty())
        return;
    const quint64 question = ask();
    whenAnswered(m_context.node.cache().drop(key), this, [this, question, key](const Result<node::CacheDrop>& dropped) {
        if (question == m_question)
            showDropped(dropped, key);
    });
}

void CachePage::dropFamily()
{
    const QString family = chosenFamily();
    if (family.isEmpty())
        return;
    const quint64 question = ask();
    whenAnswered(m_context.node.cache().dropFamily(family), this,
                 [this, question, family](const Result<node::CacheDrop>& dropped) {
                     if (question == m_question)
                         showDropped(dropped, family);
                 });
}

void CachePage::showFound(const Result<node::CachedKey>& found, const QString& asked)
{
    if (!found)
        return showRefusal(found.error(), asked);
    m_isAsking = false;
    const bool isThere = found->memory || found->redis;
    m_found = isThere ? QString(found->family + u' ' + found->key) : QString();
    m_banner->setAction(isThere ? tr("Drop") : QString());
    m_banner->say(Tone::Info, CacheTexts::found(*found));
    updateActions();
}

void CachePage::showDropped(const Result<node::CacheDrop>& dropped, const QString& asked)
{
    if (!dropped)
        return showRefusal(dropped.error(), asked);
    m_isAsking = false;
    m_found.clear();
    m_banner->setAction({});
    const bool isHalf = dropped->shared == node::CachedKey::Shared::Away;
    m_banner->say(isHalf ? Tone::Warning : Tone::Good, CacheTexts::dropped(*dropped));
    updateActions();
}

void CachePage::showRefusal(const Error& error, const QString& asked)
{
    m_isAsking = false;
    m_found.clear();
    m_banner->setAction({});
    const bool isNoKey = error.code == ErrorCode::InvalidArgument;
    m_banner->say(Tone::Warning,
                  isNoKey ? tr("“%1” is no key of the cache. Type a product's number, or double-click one of the "
                               "hottest keys.")
                                .arg(asked)
                          : errorText(error),
                  error.message);
    updateActions();
}

} // namespace zg::ui
