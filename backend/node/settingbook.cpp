// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/settingbook.h"

#include "core/livesettings.h"
#include "core/settingfile.h"
#include "core/settingkeys.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 maxFileBytes = 1024 * 1024; // as the loader reads

Error unwritable(const QString& path, const QString& why)
{
    return {ErrorCode::DependencyDown, u"%1 cannot be written: %2"_s.arg(path, why)};
}

/// Nothing while it is not there.
Result<QByteArray> readText(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::DependencyDown, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    if (file.size() > maxFileBytes)
        return Error{ErrorCode::DependencyDown, u"%1 is too long for a settings file"_s.arg(path)};
    return file.readAll();
}

/// The old file stays whole until the new one is; a new one is for its owner alone.
Result<void> writeText(const QString& path, const QByteArray& text)
{
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return unwritable(path, u"its folder cannot be made"_s);
    const bool isNew = !QFile::exists(path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return unwritable(path, file.errorString());
    if (isNew && !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return unwritable(path, file.errorString());
    if (file.write(text) != text.size() || !file.commit())
        return unwritable(path, file.errorString());
    return {};
}

std::optional<QString> saidOf(const LoadedSettings& loaded, const QString& key)
{
    const auto said = loaded.inFile.constFind(key);
    return said == loaded.inFile.cend() ? std::nullopt : std::optional(*said);
}

Result<void> checkWritable(const QString& key, const std::optional<QString>& value)
{
    const SettingKey* const known = findSettingKey(key);
    if (!known)
        return Error::invalid(key, u"there is no such setting"_s);
    if (!known->secretVariable.isEmpty())
        return Error::invalid(key, u"it comes from the environment alone, as "_s + known->secretVariable);
    if (key == "data-dir"_L1)
        return Error::invalid(key, u"the file lies in that folder; --data-dir names another one"_s);
    if (!value)
        return {};
    if (value->contains(u'\n') || value->contains(u'\r') || value->contains(QChar(0)))
        return Error::invalid(key, u"a value is one line"_s);
    if (value->contains(u"••••••"_s))
        return Error::invalid(key, u"the password is not shown here: it has to be typed with the rest"_s);
    return {};
}

QString comparable(const SettingKey& key, const Settings& settings)
{
    return key.kind.withPassword ? key.kind.withPassword(settings) : key.kind.get(settings);
}
} // namespace

SettingBook::SettingBook(LoadedSettings loaded)
    : m_inForce(loaded)
    , m_wanted(std::move(loaded))
{
}

LoadedSettings SettingBook::wanted() const
{
    const std::lock_guard lock(m_mutex);
    return m_wanted;
}

Settings SettingBook::inForce() const
{
    const std::lock_guard lock(m_mutex);
    return m_inForce.settings;
}

QList<SettingInfo> SettingBook::list() const
{
    const std::lock_guard lock(m_mutex);
    QList<SettingInfo> list = describeSettings(m_inForce);
    const QList<SettingInfo> next = describeSettings(m_wanted);
    const std::vector<SettingKey>& keys = settingKeys();
    for (qsizetype i = 0; i < list.size(); ++i) {
        list[i].inFile = next.at(i).inFile;
        const SettingKey& key = keys[size_t(i)];
        if (comparable(key, m_inForce.settings) != comparable(key, m_wanted.settings))
            list[i].next = next.at(i).value;
        else
            list[i].source = next.at(i).source;
    }
    return list;
}

void SettingBook::choose(bool demo, const QByteArray& adminPassword)
{
    const std::lock_guard lock(m_mutex);
    if (demo && !m_wanted.settings.shop.demo) {
        m_wanted.settings.shop.demo = true;
        m_wanted.settings.shop.payment = u"simulated"_s;
    }
    m_wanted.settings.identity.adminPassword = adminPassword;
}

void SettingBook::adopt(const LoadedSettings& loaded)
{
    const std::lock_guard lock(m_mutex);
    m_wanted = loaded;
}

Settings SettingBook::begin()
{
    const std::lock_guard lock(m_mutex);
    m_inForce = m_wanted;
    return m_inForce.settings;
}

Result<SettingChange> SettingBook::change(const QString& key, const std::optional<QString>& value)
{
    if (const auto writable = checkWritable(key, value); !writable)
        return writable.error();
    const std::lock_guard fileLock(m_fileMutex);
    const LoadedSettings old = wanted();
    const QString path = settingsFile(old);
    const auto text = readText(path);
    if (!text)
        return text.error();
    const auto before = reloadSettings(old, path, *text); // somebody may have edited it by hand
    const QByteArray edited = withSetting(*text, key, value);
    auto fresh = reloadSettings(old, path, edited);
    if (!fresh)
        return fresh.error();
    if (edited != *text) {
        if (const auto written = writeText(path, edited); !written)
            return written.error();
    }
    SettingChange change;
    change.key = key;
    change.before = before ? saidOf(*before, key) : saidOf(old, key);
    change.after = saidOf(*fresh, key);
    change.wins = fresh->sources.value(key, SettingSource::Default);
    const SettingKey* const known = findSettingKey(key);

    const std::lock_guard lock(m_mutex);
    if (old.settings.shop.demo && !old.sources.contains(u"demo"_s)) { // chosen, and written in no file
        fresh->settings.shop.demo = true;
        fresh->settings.shop.payment = old.settings.shop.payment;
    }
    if (fresh->settings.identity.adminPassword.isEmpty())
        fresh->settings.identity.adminPassword = old.settings.identity.adminPassword;
    m_wanted = *fresh;
    takeOver(m_inForce.settings, m_wanted.settings);
    change.isLive = known->isLive && known->kind.get(m_inForce.settings) == known->kind.get(m_wanted.settings);
    return change;
}

} // namespace zg::node
