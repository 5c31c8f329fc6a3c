<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountModel</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Refunds up to</source>
        <translation>退款上限</translation>
    </message>
    <message>
        <source>Last sign-in</source>
        <translation>上次登录</translation>
    </message>
    <message>
        <source>Signed in now</source>
        <translation>在线会话</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Locked for a while</source>
        <translation>暂时锁定</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>BestSellerModel</name>
    <message>
        <source>Best sellers</source>
        <translation>畅销商品</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
</context>
<context>
    <name>BreakerModel</name>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>WeChat sign-in</source>
        <translation>微信登录</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Closed: calls go through</source>
        <translation>闭合：调用正常通过</translation>
    </message>
    <message>
        <source>Half open: one call tries</source>
        <translation>半开：放一个调用试探</translation>
    </message>
    <message>
        <source>Open: calls are refused at once</source>
        <translation>断开：调用立即拒绝</translation>
    </message>
    <message>
        <source>Circuit breaker</source>
        <translation>熔断器</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>断开次数</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>BulkChange</name>
    <message>
        <source>The price would be below nothing</source>
        <translation>价格会低于零</translation>
    </message>
    <message>
        <source>No price may be above %1</source>
        <translation>价格不能高于 %1</translation>
    </message>
    <message>
        <source>There are only %1</source>
        <translation>只有 %1 件</translation>
    </message>
</context>
<context>
    <name>BulkModel</name>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Cannot</source>
        <translation>不能更改</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>What</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>CacheFamilyModel</name>
    <message>
        <source>Family</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>Look-ups that memory answered, out of all</source>
        <translation>由内存回答的查找占全部查找的比例</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>未命中</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>旧值</translation>
    </message>
    <message>
        <source>Answered with an old value, while a new one was loaded or could not be</source>
        <translation>新值正在读取或读不到时，以旧值回答</translation>
    </message>
    <message>
        <source>Negative</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>Answered that there is no such thing</source>
        <translation>回答“不存在”</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Mean load</source>
        <translation>平均读取</translation>
    </message>
    <message>
        <source>How long a load took in the mean, since the start</source>
        <translation>自启动以来一次读取的平均时间</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>节省</translation>
    </message>
    <message>
        <source>Database time that the hits saved: each as long as a load took in the mean</source>
        <translation>命中节省的数据库时间：每次命中按平均读取时间计</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Evictions</source>
        <translation>淘汰</translation>
    </message>
    <message>
        <source>Entries that went to make room</source>
        <translation>为腾出空间而移除的条目</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>2xx</source>
        <translation>2xx</translation>
    </message>
    <message>
        <source>4xx</source>
        <translation>4xx</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>限流</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Hits/s</source>
        <translation>命中/秒</translation>
    </message>
    <message>
        <source>Misses/s</source>
        <translation>未命中/秒</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Work in hand</source>
        <translation>进行中的工作</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Database connections</source>
        <translation>数据库连接</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Arrow keys move the crosshair, Plus zooms in, Minus zooms out.</source>
        <translation>方向键移动准线，加号放大，减号还原。</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The data could not be read.</source>
        <translation>无法读取数据。</translation>
    </message>
    <message>
        <source>A value is not valid. Check it and try again.</source>
        <translation>有一项填写不正确，请检查后重试。</translation>
    </message>
    <message>
        <source>This action is not known to the node.</source>
        <translation>节点不认识这个操作。</translation>
    </message>
    <message>
        <source>Sign in with a staff account first.</source>
        <translation>请先用员工账号登录。</translation>
    </message>
    <message>
        <source>The name or the password is wrong.</source>
        <translation>用户名或密码错误。</translation>
    </message>
    <message>
        <source>The sign-in is not valid any more. Sign in again.</source>
        <translation>登录已失效，请重新登录。</translation>
    </message>
    <message>
        <source>The sign-in has expired. Sign in again.</source>
        <translation>登录已过期，请重新登录。</translation>
    </message>
    <message>
        <source>This session was ended. Sign in again.</source>
        <translation>会话已被结束，请重新登录。</translation>
    </message>
    <message>
        <source>This account may not do that. Ask an administrator.</source>
        <translation>此账号没有权限，请联系管理员。</translation>
    </message>
    <message>
        <source>It is not there any more. Refresh the list.</source>
        <translation>它已不存在，请刷新列表。</translation>
    </message>
    <message>
        <source>This is not possible here.</source>
        <translation>此处不支持该操作。</translation>
    </message>
    <message>
        <source>It took too long. Nothing was changed; try again.</source>
        <translation>操作超时，未做任何更改，请重试。</translation>
    </message>
    <message>
        <source>The data is too large.</source>
        <translation>数据过大。</translation>
    </message>
    <message>
        <source>There is not enough stock. Nothing was changed.</source>
        <translation>库存不足，未做任何更改。</translation>
    </message>
    <message>
        <source>The product is off the shelf.</source>
        <translation>商品已下架。</translation>
    </message>
    <message>
        <source>Somebody else changed this meanwhile. Look at the new values, then try again.</source>
        <translation>其他人刚刚修改过，请查看新内容后重试。</translation>
    </message>
    <message>
        <source>The order&apos;s status does not allow that any more. Nothing was changed.</source>
        <translation>订单状态已不允许此操作，未做任何更改。</translation>
    </message>
    <message>
        <source>This name is taken already.</source>
        <translation>该名称已被占用。</translation>
    </message>
    <message>
        <source>The same request was sent with other contents.</source>
        <translation>同一请求以不同内容重复发送。</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a little, then try again.</source>
        <translation>尝试次数过多，请稍候再试。</translation>
    </message>
    <message>
        <source>The node is busy. Nothing was changed; try again in a moment.</source>
        <translation>节点繁忙，未做任何更改，请稍后重试。</translation>
    </message>
    <message>
        <source>The database does not answer, or the node is not serving. Nothing was changed.</source>
        <translation>数据库没有响应，或节点未在服务，未做任何更改。</translation>
    </message>
    <message>
        <source>The node is stopping. Nothing was changed.</source>
        <translation>节点正在停止，未做任何更改。</translation>
    </message>
    <message>
        <source>WeChat answered with an error.</source>
        <translation>微信返回了错误。</translation>
    </message>
    <message>
        <source>Something went wrong in the program. The details say what.</source>
        <translation>程序内部出错，请查看详情。</translation>
    </message>
    <message>
        <source>This account approves refunds up to %1. An administrator may approve more.</source>
        <translation>该账号可批准的退款上限为 %1，更大的金额请管理员批准。</translation>
    </message>
</context>
<context>
    <name>HotKeyModel</name>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Share of hits</source>
        <translation>占命中</translation>
    </message>
    <message>
        <source>At least so much of all hits of the last minutes, from one hit in 32</source>
        <translation>最近几分钟全部命中中至少占这么多，按每 32 次命中抽样一次</translation>
    </message>
</context>
<context>
    <name>LeaseModel</name>
    <message>
        <source>Expiry and clean-up</source>
        <translation>超时取消与清理</translation>
    </message>
    <message>
        <source>Job for one node</source>
        <translation>单节点任务</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>执行节点</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>任期</translation>
    </message>
</context>
<context>
    <name>LedgerModel</name>
    <message>
        <source>order %1</source>
        <translation>订单 %1</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>First stock</source>
        <translation>初始库存</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>下单</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取消订单</translation>
    </message>
    <message>
        <source>Not paid in time</source>
        <translation>超时未付款</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation>人工调整</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>LogText</name>
    <message>
        <source>Debug</source>
        <translation>调试</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>时间 (UTC)</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>Markers</name>
    <message>
        <source>The node started, version %1</source>
        <translation>节点已启动，版本 %1</translation>
    </message>
    <message>
        <source>Another version came: %1</source>
        <translation>出现另一版本：%1</translation>
    </message>
    <message>
        <source>Breaker opened: %1</source>
        <translation>熔断器打开：%1</translation>
    </message>
    <message>
        <source>Breaker closed: %1</source>
        <translation>熔断器闭合：%1</translation>
    </message>
    <message>
        <source>Load test: %1</source>
        <translation>压力测试：%1</translation>
    </message>
    <message>
        <source>Degraded: the database does not answer</source>
        <translation>降级：数据库没有应答</translation>
    </message>
    <message>
        <source>The database answers again</source>
        <translation>数据库恢复应答</translation>
    </message>
    <message>
        <source>Replica left out: %1</source>
        <translation>副本已停用：%1</translation>
    </message>
    <message>
        <source>Replica used again: %1</source>
        <translation>副本恢复使用：%1</translation>
    </message>
    <message>
        <source>Node came: %1</source>
        <translation>节点加入：%1</translation>
    </message>
    <message>
        <source>Node gone: %1</source>
        <translation>节点离开：%1</translation>
    </message>
    <message>
        <source>Stock and ledger differ: product %1</source>
        <translation>库存与台账不符：商品 %1</translation>
    </message>
    <message>
        <source>Stock strategy: %1</source>
        <translation>库存策略：%1</translation>
    </message>
    <message>
        <source>Pool size: %1</source>
        <translation>连接池大小：%1</translation>
    </message>
</context>
<context>
    <name>NodeModel</name>
    <message>
        <source>Serving</source>
        <translation>服务中</translation>
    </message>
    <message>
        <source>Silent since %1</source>
        <translation>失联，自 %1</translation>
    </message>
    <message>
        <source>Draining</source>
        <translation>排空中</translation>
    </message>
    <message>
        <source>Gone since %1</source>
        <translation>已离开，自 %1</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1 秒前</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近心跳</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 时</translation>
    </message>
</context>
<context>
    <name>OperationModel</name>
    <message>
        <source>Active</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Refunds up to</source>
        <translation>退款上限</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>a new one</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>the store</source>
        <translation>店铺</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>On</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>操作前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>操作后</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>发货</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Stock strategy</source>
        <translation>库存策略</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
</context>
<context>
    <name>OrderItemModel</name>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
</context>
<context>
    <name>OrderModel</name>
    <message>
        <source>Order</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>下单时间</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>顾客</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Not paid yet</source>
        <translation>待付款</translation>
    </message>
    <message>
        <source>To be shipped</source>
        <translation>待发货</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>已发货</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Refund asked</source>
        <translation>申请退款</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>已退款</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <translation>
            <numerusform>%1，另有 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderShipModel</name>
    <message>
        <source>Shipped</source>
        <translation>已发货</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>PackingModel</name>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
</context>
<context>
    <name>PackingSlip</name>
    <message>
        <source>Packing slip</source>
        <translation>装箱单</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>下单时间</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>No address: to be fetched</source>
        <translation>无地址：到店自取</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Packing slips</source>
        <translation>装箱单</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>销售</translation>
    </message>
</context>
<context>
    <name>PickList</name>
    <message>
        <source>Pick list</source>
        <translation>拣货单</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 个订单</numerusform>
        </translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Place × pieces</source>
        <translation>格位 × 件数</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Places on the cart</source>
        <translation>拣货车格位</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>格位</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>ProblemText</name>
    <message>
        <source>The port is taken</source>
        <translation>端口已被占用</translation>
    </message>
    <message>
        <source>The port is reserved</source>
        <translation>端口受保护</translation>
    </message>
    <message>
        <source>Ports below 1024 are for the system. Start with another one: --listen 127.0.0.1:8080.</source>
        <translation>1024 以下的端口留给系统。请换一个端口启动：--listen 127.0.0.1:8080。</translation>
    </message>
    <message>
        <source>The address is not this machine&apos;s</source>
        <translation>地址不属于本机</translation>
    </message>
    <message>
        <source>Use 127.0.0.1 for this machine alone, or 0.0.0.0 for the whole network: --listen 0.0.0.0:8080.</source>
        <translation>只供本机使用请用 127.0.0.1，面向整个网络请用 0.0.0.0：--listen 0.0.0.0:8080。</translation>
    </message>
    <message>
        <source>The store is open already</source>
        <translation>店铺已经开门</translation>
    </message>
    <message>
        <source>Another Zhanggui serves this data folder. Use that one, or close it and try again. Nothing was changed.</source>
        <translation>另一个掌柜正在使用此数据目录。请使用那一个，或关闭它后重试。未做任何更改。</translation>
    </message>
    <message>
        <source>The database is locked</source>
        <translation>数据库被锁定</translation>
    </message>
    <message>
        <source>Another program has the store&apos;s database open. Close it, then try again. The data is untouched.</source>
        <translation>另一个程序正在使用本店的数据库。请关闭它后重试，数据未受影响。</translation>
    </message>
    <message>
        <source>The disk does not take more</source>
        <translation>磁盘无法写入</translation>
    </message>
    <message>
        <source>The disk with the data folder is full or broken. Make room, then try again.</source>
        <translation>数据目录所在的磁盘已满或损坏。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The store is newer than this program</source>
        <translation>店铺数据比本程序新</translation>
    </message>
    <message>
        <source>A later version of Zhanggui made this database. Start that version; this one leaves it untouched.</source>
        <translation>此数据库由更新版本的掌柜创建。请使用那个版本；本程序不会改动它。</translation>
    </message>
    <message>
        <source>The database is damaged</source>
        <translation>数据库已损坏</translation>
    </message>
    <message>
        <source>The database file is gone</source>
        <translation>数据库文件不见了</translation>
    </message>
    <message>
        <source>It was moved or deleted while the store was open. Put it back, then try again.</source>
        <translation>文件在店铺营业时被移动或删除。请放回原处后重试。</translation>
    </message>
    <message>
        <source>The certificate cannot be used</source>
        <translation>证书无法使用</translation>
    </message>
    <message>
        <source>Check the files of --tls-cert and --tls-key.</source>
        <translation>请检查 --tls-cert 和 --tls-key 指定的文件。</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>The data folder may not be used by this account. Check who owns it, or choose another with --data-dir.</source>
        <translation>当前账户无权使用数据目录。请检查其所有者，或用 --data-dir 另选一个。</translation>
    </message>
    <message>
        <source>The store could not be opened</source>
        <translation>店铺未能开门</translation>
    </message>
    <message>
        <source>Another program, perhaps another Zhanggui, listens on %1. Close it, or start with another address: --listen 127.0.0.1:8081.</source>
        <translation>另一个程序（也许是另一个掌柜）正在监听 %1。请关闭它，或换一个地址启动：--listen 127.0.0.1:8081。</translation>
    </message>
    <message>
        <source>this address</source>
        <translation>该地址</translation>
    </message>
    <message>
        <source>%1 cannot be read as a database. Restore the last backup with zhanggui restore FILE.</source>
        <translation>%1 无法作为数据库读取。请用 zhanggui restore FILE 恢复最近的备份。</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>该文件</translation>
    </message>
</context>
<context>
    <name>ProductCsv</name>
    <message>
        <source>the file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>line 1: “%1” is no column, or there twice. Columns are: %2</source>
        <translation>第 1 行：“%1”不是有效的列名，或重复出现。可用的列：%2</translation>
    </message>
    <message>
        <source>product %1 is in line %2 already</source>
        <translation>商品 %1 已在第 %2 行出现</translation>
    </message>
    <message>
        <source>%1 fields where the first line has %2</source>
        <translation>有 %1 个字段，而首行有 %2 个</translation>
    </message>
    <message>
        <source>a new product needs a name</source>
        <translation>新商品需要名称</translation>
    </message>
    <message>
        <source>a new product needs a price</source>
        <translation>新商品需要价格</translation>
    </message>
    <message>
        <source>“%1” is no product number</source>
        <translation>“%1”不是商品编号</translation>
    </message>
    <message>
        <source>the name is missing</source>
        <translation>缺少名称</translation>
    </message>
    <message>
        <source>“%1”: a name has 1 to 200 characters</source>
        <translation>“%1”：名称须为 1 到 200 个字符</translation>
    </message>
    <message>
        <source>there is no category “%1”</source>
        <translation>没有“%1”这个分类</translation>
    </message>
    <message>
        <source>“%1” is no price in yuan</source>
        <translation>“%1”不是以元计的价格</translation>
    </message>
    <message>
        <source>“%1” is no stock: a whole number, 0 or more</source>
        <translation>“%1”不是库存：须为不小于 0 的整数</translation>
    </message>
    <message>
        <source>“%1” is no status: on_sale or off_shelf</source>
        <translation>“%1”不是状态：应为 on_sale 或 off_shelf</translation>
    </message>
    <message>
        <source>price %1 → %2</source>
        <translation>价格 %1 → %2</translation>
    </message>
    <message>
        <source>stock %1</source>
        <translation>库存 %1</translation>
    </message>
    <message>
        <source>name %1 → %2</source>
        <translation>名称 %1 → %2</translation>
    </message>
    <message>
        <source>category %1 → %2</source>
        <translation>分类 %1 → %2</translation>
    </message>
    <message>
        <source>another picture</source>
        <translation>换了图片</translation>
    </message>
    <message>
        <source>another description</source>
        <translation>换了描述</translation>
    </message>
</context>
<context>
    <name>ProductEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Category changed</source>
        <translation>分类已改</translation>
    </message>
    <message>
        <source>Picture changed</source>
        <translation>图片已改</translation>
    </message>
    <message>
        <source>Description changed</source>
        <translation>描述已改</translation>
    </message>
</context>
<context>
    <name>ProductImportModel</name>
    <message>
        <source>Unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>What</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Change or problem</source>
        <translation>更改或问题</translation>
    </message>
</context>
<context>
    <name>ProductModel</name>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>销量</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>On sale</source>
        <translation>在售</translation>
    </message>
    <message>
        <source>Off the shelf</source>
        <translation>已下架</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Database reads</source>
        <translation>数据库读取</translation>
    </message>
    <message>
        <source>Orders to be written</source>
        <translation>待写入的订单</translation>
    </message>
    <message>
        <source>Passwords to be checked</source>
        <translation>待校验的密码</translation>
    </message>
    <message>
        <source>Searches and long lists</source>
        <translation>搜索与长列表</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Shortest wait</source>
        <translation>最短等待</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>ReplicaModel</name>
    <message>
        <source>Answers reads</source>
        <translation>承担读取</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已摘除</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Replica</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用情况</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>落后</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>RequestModel</name>
    <message>
        <source>The client had left before the answer was out</source>
        <translation>应答发出前客户端已离开</translation>
    </message>
    <message>
        <source>Addresses are shown to staff who signed in</source>
        <translation>店员登录后才显示地址</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kept as</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Mostly</source>
        <translation>主要花在</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求号</translation>
    </message>
</context>
<context>
    <name>RequestTexts</name>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>From the first byte until the request was whole: the client&apos;s time, and the network&apos;s.</source>
        <translation>从第一个字节到收完整个请求：客户端与网络的时间。</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Until its handler ran: other requests of the same thread were before it.</source>
        <translation>到处理程序开始为止：同一线程上还有别的请求排在前面。</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Who calls, and may he.</source>
        <translation>是谁在调用，有没有权限。</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Looked up in memory.</source>
        <translation>在内存中查找。</translation>
    </message>
    <message>
        <source>Another&apos;s load</source>
        <translation>等他人读取</translation>
    </message>
    <message>
        <source>Waited for what another request was reading from the database already.</source>
        <translation>另一个请求正在从数据库读同样的内容，等它读完。</translation>
    </message>
    <message>
        <source>Turn to load</source>
        <translation>等待读取名额</translation>
    </message>
    <message>
        <source>Waited for its turn: only so many loads go to the database at a time.</source>
        <translation>等待轮到自己：同时去数据库读取的数量有限。</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>One command to Redis and back.</source>
        <translation>一条 Redis 命令的往返。</translation>
    </message>
    <message>
        <source>Waits for a worker</source>
        <translation>等待工作线程</translation>
    </message>
    <message>
        <source>All worker threads were busy, or one had to wake.</source>
        <translation>所有工作线程都忙，或正在唤醒一个。</translation>
    </message>
    <message>
        <source>Waits for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>Until the pool lent a connection: long when all are in use, or when one had to be made.</source>
        <translation>到连接池借出连接为止：全部在用或需要新建时会久。</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>One statement, until its last row was read.</source>
        <translation>一条语句，到读完最后一行。</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Work on a worker thread that is no SQL: a password&apos;s hash.</source>
        <translation>工作线程上 SQL 以外的计算：密码哈希。</translation>
    </message>
    <message>
        <source>Waits for the committer</source>
        <translation>等待提交者</translation>
    </message>
    <message>
        <source>Until the group before it was committed.</source>
        <translation>到前一组提交完为止。</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>The transaction of its group, until it was safe on disk.</source>
        <translation>所在组的事务，直到安全落盘。</translation>
    </message>
    <message>
        <source>SQL of the group</source>
        <translation>同组 SQL</translation>
    </message>
    <message>
        <source>One statement of that transaction, for all requests of the group.</source>
        <translation>该事务中的一条语句，为同组所有请求执行。</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>From the thread that did the work back to its own.</source>
        <translation>从干活的线程回到请求自己的线程。</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Waited for something else, such as WeChat.</source>
        <translation>等待其他事情，例如微信。</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>Until the socket had taken the answer.</source>
        <translation>到套接字收下应答为止。</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒</translation>
    </message>
    <message>
        <source>Shed</source>
        <translation>限流</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>It took longer than 99 of 100 requests of its route in the last minute</source>
        <translation>它比最近一分钟内同路由 99 % 的请求都慢</translation>
    </message>
    <message>
        <source>What it asked for was not allowed or not possible</source>
        <translation>所请求的不被允许或无法做到</translation>
    </message>
    <message>
        <source>It was turned away by a limit or by overload</source>
        <translation>因限额或过载被拒之门外</translation>
    </message>
    <message>
        <source>The server could not answer it</source>
        <translation>服务器无法应答</translation>
    </message>
    <message>
        <source>One of many, to compare with</source>
        <translation>众多请求之一，供比较</translation>
    </message>
</context>
<context>
    <name>RouteModel</name>
    <message>
        <source>Last minute: %1 answered, %2 refused (4xx), %3 failed (5xx), %4 shed</source>
        <translation>最近一分钟：应答 %1，拒绝 %2（4xx），失败 %3（5xx），限流 %4</translation>
    </message>
    <message>
        <source>Requests per second over the last minute, %1 at most</source>
        <translation>最近一分钟每秒请求数，最高 %1</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Share of time</source>
        <translation>耗时占比</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>最近一分钟</translation>
    </message>
    <message>
        <source>Method and path</source>
        <translation>方法与路径</translation>
    </message>
    <message>
        <source>Requests in the last second</source>
        <translation>最近一秒的请求数</translation>
    </message>
    <message>
        <source>Half of the last minute&apos;s requests took no longer</source>
        <translation>最近一分钟有一半请求不超过此时间</translation>
    </message>
    <message>
        <source>95 of 100 requests of the last minute took no longer</source>
        <translation>最近一分钟 95 % 的请求不超过此时间</translation>
    </message>
    <message>
        <source>99 of 100 requests of the last minute took no longer</source>
        <translation>最近一分钟 99 % 的请求不超过此时间</translation>
    </message>
    <message>
        <source>The longest of the last minute</source>
        <translation>最近一分钟最长的一个</translation>
    </message>
    <message>
        <source>Failed (5xx) and shed in the last minute</source>
        <translation>最近一分钟失败（5xx）与限流的数量</translation>
    </message>
    <message>
        <source>Of the time that all requests of the last minute took together</source>
        <translation>占最近一分钟所有请求总耗时的比例</translation>
    </message>
    <message>
        <source>Requests per second, a minute back</source>
        <translation>每秒请求数，回看一分钟</translation>
    </message>
</context>
<context>
    <name>SettingTexts</name>
    <message>
        <source>Read replicas of the PostgreSQL: lists and details are read there.</source>
        <translation>PostgreSQL 的只读副本：列表和详情从副本读取。</translation>
    </message>
    <message>
        <source>The Redis that several nodes share; without one the cache is in the process.</source>
        <translation>多个节点共用的 Redis；没有时缓存在进程内。</translation>
    </message>
    <message>
        <source>The sentinels that know which Redis is the master.</source>
        <translation>知道哪个 Redis 是主库的哨兵。</translation>
    </message>
    <message>
        <source>How long a command to Redis may take.</source>
        <translation>一条 Redis 命令最多用多长时间。</translation>
    </message>
    <message>
        <source>What the other nodes know this one by.</source>
        <translation>其他节点对本节点的称呼。</translation>
    </message>
    <message>
        <source>How orders take their stock: many in one commit, or one by one under a version, a row lock or a Redis lock.</source>
        <translation>下单如何扣库存：多单一次提交，或逐单用版本号、行锁或 Redis 锁。</translation>
    </message>
    <message>
        <source>When it stops: how long it still serves with /readyz at 503, so that a balancer turns elsewhere; 1s with PostgreSQL.</source>
        <translation>停止时：/readyz 返回 503 后仍继续服务这么久，以便负载均衡改走别的节点；使用 PostgreSQL 时为 1s。</translation>
    </message>
    <message>
        <source>PostgreSQL cancels a statement that runs longer; 0: never.</source>
        <translation>PostgreSQL 取消运行超过此时间的语句；0：从不。</translation>
    </message>
    <message>
        <source>An answer past its time is served this long while a new one loads, or while the database is away; 0: never.</source>
        <translation>过期的答复在重新加载期间或数据库离线期间，最多继续使用这么久；0：从不。</translation>
    </message>
    <message>
        <source>Answers that are read from the database at a time; more wait.</source>
        <translation>同时从数据库读取的答复数；更多的要等待。</translation>
    </message>
    <message>
        <source>With Redis: keep answers in this process, too; false: every read asks Redis.</source>
        <translation>使用 Redis 时，进程内也保留一份答复；false：每次读取都问 Redis。</translation>
    </message>
    <message>
        <source>What a write does to cached answers: drop them, replace them, or be written later (never orders or stock).</source>
        <translation>写入时如何处理缓存的答复：丢弃、替换，或稍后写入（订单和库存除外）。</translation>
    </message>
    <message>
        <source>loads</source>
        <translation>次加载</translation>
    </message>
    <message>
        <source>sqlite:PATH, postgresql://user:password@host:port/name</source>
        <translation>sqlite:路径，postgresql://用户:密码@主机:端口/库名</translation>
    </message>
    <message>
        <source>postgresql://user:password@host:port/name, repeatable</source>
        <translation>postgresql://用户:密码@主机:端口/库名，可重复</translation>
    </message>
    <message>
        <source>redis://[:password@]host:port/db, unix:///path</source>
        <translation>redis://[:密码@]主机:端口/库号，unix:///套接字路径</translation>
    </message>
    <message>
        <source>host:port,…/mastername</source>
        <translation>主机:端口,…/主库名</translation>
    </message>
    <message>
        <source>Where the API listens; port 0 takes a free one.</source>
        <translation>API 的监听地址；端口为 0 时自动选用空闲端口。</translation>
    </message>
    <message>
        <source>The folder that keeps the store; made when it is not there.</source>
        <translation>存放店铺数据的目录；不存在时自动创建。</translation>
    </message>
    <message>
        <source>The database; a file in the data folder unless said otherwise.</source>
        <translation>数据库；默认是数据目录中的一个文件。</translation>
    </message>
    <message>
        <source>On an empty database, begin with the demo store.</source>
        <translation>数据库为空时，从示例店铺开始。</translation>
    </message>
    <message>
        <source>The stock of every demo product, with --demo.</source>
        <translation>使用 --demo 时每件示例商品的库存。</translation>
    </message>
    <message>
        <source>Who takes the money: simulated, with --demo only; none: paying answers 503.</source>
        <translation>由谁收款：simulated 为模拟支付，仅配合 --demo；none 时支付返回 503。</translation>
    </message>
    <message>
        <source>An unpaid order is cancelled after this time.</source>
        <translation>订单超过此时间未付款即自动取消。</translation>
    </message>
    <message>
        <source>Writes that may wait for the committer; one more is refused.</source>
        <translation>可以排队等待提交的写入数；再多则拒绝。</translation>
    </message>
    <message>
        <source>Threads that serve connections; 0: one a core.</source>
        <translation>处理连接的线程数；0 表示每核一个。</translation>
    </message>
    <message>
        <source>The certificate chain, PEM; with --tls-key the API speaks HTTPS.</source>
        <translation>PEM 格式的证书链；与 --tls-key 一起使用时 API 走 HTTPS。</translation>
    </message>
    <message>
        <source>The certificate&apos;s private key, PEM.</source>
        <translation>证书的私钥，PEM 格式。</translation>
    </message>
    <message>
        <source>Where /metrics is, when not on the API&apos;s own address.</source>
        <translation>/metrics 的地址；默认与 API 相同。</translation>
    </message>
    <message>
        <source>One line a request on standard error.</source>
        <translation>每个请求在标准错误输出一行日志。</translation>
    </message>
    <message>
        <source>Requests of one client address and of one account, bursts of twice that; 0: off.</source>
        <translation>单个客户端地址和单个账号的每秒请求数，突发可达两倍；0 表示不限。</translation>
    </message>
    <message>
        <source>Only these may say who the client is, by X-Forwarded-For.</source>
        <translation>只有这些代理可以通过 X-Forwarded-For 指明客户端。</translation>
    </message>
    <message>
        <source>Time to send a whole request; slower is 408.</source>
        <translation>发送完整请求的时限；超时返回 408。</translation>
    </message>
    <message>
        <source>A connection without a request is closed after this time.</source>
        <translation>连接空闲超过此时间即关闭。</translation>
    </message>
    <message>
        <source>Request line and headers; more is 431.</source>
        <translation>请求行与请求头的上限；超出返回 431。</translation>
    </message>
    <message>
        <source>A request&apos;s body; more is 413.</source>
        <translation>请求体的上限；超出返回 413。</translation>
    </message>
    <message>
        <source>Connections at a time; one more is answered 503.</source>
        <translation>同时连接数上限；超出返回 503。</translation>
    </message>
    <message>
        <source>Requests under way at a time; one more is answered 503.</source>
        <translation>同时处理的请求数上限；超出返回 503。</translation>
    </message>
    <message>
        <source>Database connections at most (HikariCP&apos;s maximumPoolSize).</source>
        <translation>数据库连接数上限（即 HikariCP 的 maximumPoolSize）。</translation>
    </message>
    <message>
        <source>Idle connections that are kept ready.</source>
        <translation>保持就绪的空闲连接数。</translation>
    </message>
    <message>
        <source>How long a request waits for a connection.</source>
        <translation>请求等待连接的最长时间。</translation>
    </message>
    <message>
        <source>Idle connections beyond the minimum are closed after this time; 0: never.</source>
        <translation>超出最小数的空闲连接在此时间后关闭；0 表示从不。</translation>
    </message>
    <message>
        <source>A connection is replaced after this time; 0: never.</source>
        <translation>连接使用超过此时间即更换；0 表示从不。</translation>
    </message>
    <message>
        <source>Idle connections are tried this often; 0: never.</source>
        <translation>探测空闲连接的间隔；0 表示从不。</translation>
    </message>
    <message>
        <source>A loan longer than this is reported; 0: never.</source>
        <translation>借用连接超过此时间即报告；0 表示从不。</translation>
    </message>
    <message>
        <source>How long a connection may take to show that it lives.</source>
        <translation>验证连接是否存活的时限。</translation>
    </message>
    <message>
        <source>Time to get the first connection at the start; 0: one try; -1ms: start without.</source>
        <translation>启动时取得首个连接的时限；0 表示只试一次；-1ms 表示没有连接也启动。</translation>
    </message>
    <message>
        <source>Statements slower than this are listed with their plan; 0: all.</source>
        <translation>慢于此值的语句连同执行计划列出；0 表示全部。</translation>
    </message>
    <message>
        <source>Memory for cached answers; 0: none are kept.</source>
        <translation>缓存应答可用的内存；0 表示不缓存。</translation>
    </message>
    <message>
        <source>A cached answer is read afresh after this time.</source>
        <translation>缓存的应答在此时间后重新读取。</translation>
    </message>
    <message>
        <source>By how much that time differs between answers, up or down.</source>
        <translation>各应答有效期上下浮动的幅度。</translation>
    </message>
    <message>
        <source>An unknown id is remembered for this time.</source>
        <translation>未知编号被记住的时间。</translation>
    </message>
    <message>
        <source>WeChat&apos;s address, to which /sns/jscode2session is added.</source>
        <translation>微信接口的地址，其后接 /sns/jscode2session。</translation>
    </message>
    <message>
        <source>The mini-program&apos;s id.</source>
        <translation>小程序的 AppID。</translation>
    </message>
    <message>
        <source>The mini-program&apos;s secret.</source>
        <translation>小程序的密钥。</translation>
    </message>
    <message>
        <source>The key that signs tokens; made on the first start and kept in the data folder.</source>
        <translation>签发令牌的密钥；首次启动时生成并保存在数据目录。</translation>
    </message>
    <message>
        <source>The password of the account admin, made on the first start.</source>
        <translation>首次启动时创建的 admin 账号的密码。</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>writes</source>
        <translation>次写入</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>个线程</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>个请求</translation>
    </message>
    <message>
        <source>connections</source>
        <translation>个连接</translation>
    </message>
    <message>
        <source>requests/s</source>
        <translation>次请求/秒</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>DIR</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>HOST:PORT</source>
        <translation>主机:端口</translation>
    </message>
    <message>
        <source>CIDR, repeatable</source>
        <translation>CIDR，可重复</translation>
    </message>
    <message>
        <source>at least 32 bytes</source>
        <translation>至少 32 字节</translation>
    </message>
    <message>
        <source>What an account of staff without a limit of its own may approve as a refund, at most; 0: any amount.</source>
        <translation>没有单独上限的店员账号最多可批准的退款金额；0 表示不限。</translation>
    </message>
    <message>
        <source>yuan</source>
        <translation>元</translation>
    </message>
</context>
<context>
    <name>SettingsModel</name>
    <message>
        <source>After a restart</source>
        <translation>重启后生效</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>立即生效</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>当前值</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>取值范围</translation>
    </message>
    <message>
        <source>A change works</source>
        <translation>生效时机</translation>
    </message>
    <message>
        <source>The new value counts after a restart.</source>
        <translation>新值在重启后生效。</translation>
    </message>
</context>
<context>
    <name>ShipListModel</name>
    <message>
        <source>A spreadsheet has rounded the order number; format that column as text</source>
        <translation>订单号被电子表格改成了近似数，请把该列设为文本格式</translation>
    </message>
    <message>
        <source>No order number in this row</source>
        <translation>这一行没有订单号</translation>
    </message>
    <message>
        <source>No tracking number behind the order number</source>
        <translation>订单号后面没有运单号</translation>
    </message>
    <message>
        <source>A spreadsheet has rounded the tracking number; format that column as text</source>
        <translation>运单号被电子表格改成了近似数，请把该列设为文本格式</translation>
    </message>
    <message>
        <source>The tracking number is too long</source>
        <translation>运单号太长</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Will be shipped</source>
        <translation>将发货</translation>
    </message>
    <message>
        <source>Shipped already</source>
        <translation>早已发货</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>已发货</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The same order as in row %1</source>
        <translation>与第 %1 行是同一订单</translation>
    </message>
    <message>
        <source>the same parcel as row %1</source>
        <translation>与第 %1 行同一包裹</translation>
    </message>
</context>
<context>
    <name>SpanModel</name>
    <message>
        <source>Not measured</source>
        <translation>未计入</translation>
    </message>
    <message>
        <source>The program&apos;s own work between the steps, and statements beyond the first ones</source>
        <translation>各步之间程序自身的工作，以及未逐一列出的语句</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
</context>
<context>
    <name>StatementModel</name>
    <message>
        <source>By index</source>
        <translation>走索引</translation>
    </message>
    <message>
        <source>Sorts</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Full scan</source>
        <translation>全表扫描</translation>
    </message>
    <message>
        <source>Full scan, sorts</source>
        <translation>全表扫描、排序</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>服务中</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>启动失败</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止中</translation>
    </message>
</context>
<context>
    <name>StrategyModel</name>
    <message>
        <source>Group commit</source>
        <translation>合并提交</translation>
    </message>
    <message>
        <source>Optimistic</source>
        <translation>乐观锁</translation>
    </message>
    <message>
        <source>Pessimistic</source>
        <translation>悲观锁</translation>
    </message>
    <message>
        <source>Redis lock</source>
        <translation>Redis 锁</translation>
    </message>
    <message>
        <source>Many orders in one commit: the fastest, also on a hot product</source>
        <translation>多个订单一次提交：最快，爆款商品也一样</translation>
    </message>
    <message>
        <source>One order at a time under the product&apos;s version: tried again when another was quicker</source>
        <translation>逐单处理，凭商品版本号更新：被抢先就重试</translation>
    </message>
    <message>
        <source>One order at a time under a lock on the product&apos;s row</source>
        <translation>逐单处理，锁住商品行</translation>
    </message>
    <message>
        <source>One order at a time under a lock that nodes share in Redis</source>
        <translation>逐单处理，用各节点共享的 Redis 锁</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Tried again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Gave up</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>TableTools</name>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
</context>
<context>
    <name>zg::ui::AccountModel</name>
    <message>
        <source>any amount</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>as the setting says</source>
        <translation>按设置</translation>
    </message>
</context>
<context>
    <name>zg::ui::AlertsPanel</name>
    <message>
        <source>Nothing is wrong now.</source>
        <translation>现在一切正常。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Open the page that says more</source>
        <translation>打开说得更详细的页面</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>恢复提醒</translation>
    </message>
    <message>
        <source>Silence for 1 h</source>
        <translation>静音 1 小时</translation>
    </message>
    <message>
        <source>End the silence now</source>
        <translation>现在结束静音</translation>
    </message>
    <message>
        <source>It stays in this list, and calls nobody</source>
        <translation>仍列在这里，但不再提醒</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>silent until %1</source>
        <translation>静音至 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Desktop notifications</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>Where the desktop has a tray, it tells of an alert also while the window is hidden</source>
        <translation>桌面有托盘时，窗口隐藏时也会通知告警</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>The desktop&apos;s own sound, once an alert</source>
        <translation>每个告警响一次系统提示音</translation>
    </message>
</context>
<context>
    <name>zg::ui::Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>zg::ui::BulkModel</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>zg::ui::CachePage</name>
    <message>
        <source>Last minute</source>
        <translation>最近一分钟</translation>
    </message>
    <message>
        <source>Since start</source>
        <translation>自启动以来</translation>
    </message>
    <message>
        <source>What the counts cover</source>
        <translation>计数范围</translation>
    </message>
    <message>
        <source>A product&apos;s number, or a key as in the list of hottest keys</source>
        <translation>商品编号，或“最热的键”列表中的键</translation>
    </message>
    <message>
        <source>A product&apos;s number, a key as in the list of hottest keys, or a request&apos;s path (Ctrl+F)</source>
        <translation>商品编号、“最热的键”列表中的键，或请求路径（Ctrl+F）</translation>
    </message>
    <message>
        <source>Key to look up</source>
        <translation>要查看的键</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show what is cached under this key (Enter in the field)</source>
        <translation>显示此键下缓存的内容（在输入框中按回车）</translation>
    </message>
    <message>
        <source>Drop key</source>
        <translation>清除此键</translation>
    </message>
    <message>
        <source>Take this key out of memory and Redis; the next reader loads it again (Ctrl+D)</source>
        <translation>把此键从内存和 Redis 中移除；下一位读者会重新读取（Ctrl+D）</translation>
    </message>
    <message>
        <source>Drop family</source>
        <translation>清除整类</translation>
    </message>
    <message>
        <source>Take all keys of the chosen family out of memory and Redis; readers load them again (Ctrl+Shift+D)</source>
        <translation>把所选类别的全部键从内存和 Redis 中移除；读者会重新读取（Ctrl+Shift+D）</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Families of keys</source>
        <translation>键的类别</translation>
    </message>
    <message>
        <source>Why memory did not have it</source>
        <translation>内存中为何没有</translation>
    </message>
    <message>
        <source>Misses by cause and family</source>
        <translation>按原因和类别统计的未命中</translation>
    </message>
    <message>
        <source>Hottest keys</source>
        <translation>最热的键</translation>
    </message>
    <message>
        <source>No hits yet</source>
        <translation>还没有命中</translation>
    </message>
    <message>
        <source>The keys that memory answers for most often show here.</source>
        <translation>内存最常回答的键会显示在这里。</translation>
    </message>
    <message>
        <source>Waiting for the first figures…</source>
        <translation>正在等待第一批数据…</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>防护</translation>
    </message>
    <message>
        <source>Edits on their way to the database</source>
        <translation>尚未写入数据库的修改</translation>
    </message>
    <message>
        <source>Memory: %1 of %2</source>
        <translation>内存：%1 / %2</translation>
    </message>
    <message>
        <source>Memory: nothing is kept, cache-bytes is 0</source>
        <translation>内存：不保留任何内容，cache-bytes 为 0</translation>
    </message>
    <message>
        <source>Database time saved: %1 s each second, %2 since the start</source>
        <extracomment>%1: seconds of database time saved in each second; %2: in all, since the start</extracomment>
        <translation>节省的数据库时间：每秒 %1 秒，自启动以来共 %2</translation>
    </message>
    <message>
        <source>The hits of each family, each as long as a load of that family took in the mean</source>
        <translation>各类别的命中次数，每次按该类别的平均读取时间计</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Loads under way</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Loads waiting</source>
        <translation>等待读取</translation>
    </message>
    <message>
        <source>So many may load at a time as the setting cache-loaders says; more wait their turn.</source>
        <translation>同时读取的数量由设置 cache-loaders 决定，其余排队。</translation>
    </message>
    <message>
        <source>Loads refused</source>
        <translation>被拒的读取</translation>
    </message>
    <message>
        <source>They found too many waiting, and were answered 503.</source>
        <translation>等待者过多，以 503 回答。</translation>
    </message>
    <message>
        <source>Filter of ids</source>
        <translation>编号过滤器</translation>
    </message>
    <message>
        <source>%1 known; others are not looked for</source>
        <translation>已知 %1 个；其余不再查找</translation>
    </message>
    <message>
        <source>%1 known; denies nothing yet</source>
        <translation>已知 %1 个；暂不拒绝任何编号</translation>
    </message>
    <message>
        <source>Who asks for a product that there is not is answered without the database, once all ids are known and every change is heard.</source>
        <translation>一旦知道全部编号并能听到每次变更，查询不存在的商品时无需访问数据库。</translation>
    </message>
    <message>
        <source>Look-ups it spared</source>
        <translation>免去的查找</translation>
    </message>
    <message>
        <source>Last warm-up</source>
        <translation>上次预热</translation>
    </message>
    <message>
        <source>%1 answers in %2</source>
        <translation>%1 个答案，用时 %2</translation>
    </message>
    <message>
        <source>Records of this page</source>
        <translation>本页的记录</translation>
    </message>
    <message>
        <source>Memory that the causes of misses and the hottest keys take, beside the entries</source>
        <translation>未命中原因和最热的键在条目之外占用的内存</translation>
    </message>
    <message>
        <source>None: with this policy an edit is in the database before it is answered.</source>
        <translation>没有：在此策略下，修改先写入数据库再答复。</translation>
    </message>
    <message>
        <source>Products waiting</source>
        <translation>等待的商品</translation>
    </message>
    <message>
        <source>Oldest waits</source>
        <translation>最久等待</translation>
    </message>
    <message>
        <source>Edits written</source>
        <translation>已写入的修改</translation>
    </message>
    <message>
        <source>Edits joined</source>
        <translation>已合并的修改</translation>
    </message>
    <message>
        <source>A later edit of the same product came before it was written.</source>
        <translation>写入之前，同一商品又有了新的修改。</translation>
    </message>
    <message>
        <source>Failed tries</source>
        <translation>失败的尝试</translation>
    </message>
    <message>
        <source>Written at once</source>
        <translation>当即写入</translation>
    </message>
    <message>
        <source>The queue was full, so whoever edited waited for the database.</source>
        <translation>队列已满，修改者等待了数据库。</translation>
    </message>
    <message>
        <source>Who wait for it</source>
        <translation>等待写入者</translation>
    </message>
    <message>
        <source>Redis is not configured. With the setting redis, nodes share finished answers there, and one that starts need not ask the database for them.</source>
        <translation>未配置 Redis。设置 redis 后，各节点在其中共享现成的答案，新启动的节点不必再问数据库。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Away: memory goes on alone</source>
        <translation>不可用：由内存单独支撑</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Command takes</source>
        <translation>命令耗时</translation>
    </message>
    <message>
        <source>p50 %1, p99 %2</source>
        <translation>p50 %1，p99 %2</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>%1 of %2 look-ups (%3%)</source>
        <translation>%2 次查找中 %1 次（%3%）</translation>
    </message>
    <message>
        <source>Passed by</source>
        <translation>绕过</translation>
    </message>
    <message>
        <source>Look-ups that went on to the database, because Redis was away or had not yet confirmed a change.</source>
        <translation>因 Redis 不可用或尚未确认变更而直接访问数据库的查找。</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>恢复次数</translation>
    </message>
    <message>
        <source>How many times Redis was lost and found</source>
        <translation>Redis 断开又恢复的次数</translation>
    </message>
    <message>
        <source>Asking the cache…</source>
        <translation>正在询问缓存…</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>“%1” is no key of the cache. Type a product&apos;s number, or double-click one of the hottest keys.</source>
        <translation>“%1”不是缓存的键。请输入商品编号，或双击一个最热的键。</translation>
    </message>
</context>
<context>
    <name>zg::ui::CacheTexts</name>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Product lists</source>
        <translation>商品列表</translation>
    </message>
    <message>
        <source>Order lists</source>
        <translation>订单列表</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Product %1</source>
        <translation>商品 %1</translation>
    </message>
    <message>
        <source>Product list %1</source>
        <translation>商品列表 %1</translation>
    </message>
    <message>
        <source>Order list %1</source>
        <translation>订单列表 %1</translation>
    </message>
    <message>
        <source>Categories, %1</source>
        <translation>分类，%1</translation>
    </message>
    <message>
        <source>Cache aside</source>
        <translation>旁路缓存</translation>
    </message>
    <message>
        <source>An edit drops the answers that show it; the next reader loads them anew.</source>
        <translation>修改会清除显示它的答案，下一位读者重新读取。</translation>
    </message>
    <message>
        <source>Write through</source>
        <translation>直写</translation>
    </message>
    <message>
        <source>An edit puts the new answer in place of the old one, so that nobody has to load it.</source>
        <translation>修改会以新答案替换旧答案，无人需要重新读取。</translation>
    </message>
    <message>
        <source>Write behind</source>
        <translation>后写</translation>
    </message>
    <message>
        <source>An edit is answered from memory at once and written to the database a moment later.</source>
        <translation>修改立即由内存答复，稍后写入数据库。</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>首次出现</translation>
    </message>
    <message>
        <source>As far as memory remembers, it never was there.</source>
        <translation>就内存所知，它从未在此。</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Its time to live was over.</source>
        <translation>它的有效期已过。</translation>
    </message>
    <message>
        <source>Evicted</source>
        <translation>被淘汰</translation>
    </message>
    <message>
        <source>It went to make room. Many of these: raise cache-bytes.</source>
        <translation>为腾出空间而移除。若此项很多，请调大 cache-bytes。</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>被修改</translation>
    </message>
    <message>
        <source>Staff changed what it shows.</source>
        <translation>员工修改了它显示的内容。</translation>
    </message>
    <message>
        <source>Stock or order changed</source>
        <translation>库存或订单变化</translation>
    </message>
    <message>
        <source>An order, or a correction of the stock, changed what it shows.</source>
        <translation>订单或库存调整改变了它显示的内容。</translation>
    </message>
    <message>
        <source>Another node&apos;s message</source>
        <translation>其他节点的消息</translation>
    </message>
    <message>
        <source>Another node changed what it shows, or told to drop it.</source>
        <translation>其他节点改变了它显示的内容，或通知清除它。</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>失去联系</translation>
    </message>
    <message>
        <source>For a while nobody could tell what others changed, so nothing was believed.</source>
        <translation>有一段时间无法得知其他节点的变更，因此一律不予采信。</translation>
    </message>
    <message>
        <source>Dropped by hand</source>
        <translation>手动清除</translation>
    </message>
    <message>
        <source>Somebody at a console dropped it.</source>
        <translation>有人在控制台清除了它。</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>未保留</translation>
    </message>
    <message>
        <source>It is too large for memory, or memory is passed by.</source>
        <translation>它太大，无法留在内存，或绕过了内存。</translation>
    </message>
    <message>
        <source>In memory: nothing.</source>
        <translation>内存中：没有。</translation>
    </message>
    <message>
        <source>that there is no such thing, %1</source>
        <translation>“不存在”这一结论，%1</translation>
    </message>
    <message>
        <source>In memory: %1, loaded %2 ago. It is too old, and given only while a new one is loaded or cannot be.</source>
        <translation>内存中：%1，%2前读取。它已太旧，仅在新值正在读取或读不到时使用。</translation>
    </message>
    <message>
        <source>In memory: %1, loaded %2 ago. What it shows has changed since; the next reader brings it up to date.</source>
        <translation>内存中：%1，%2前读取。它显示的内容已有变化，下一位读者会更新它。</translation>
    </message>
    <message>
        <source>In memory: %1, loaded %2 ago, good for another %3.</source>
        <translation>内存中：%1，%2前读取，还有 %3有效。</translation>
    </message>
    <message>
        <source>In Redis: never. Each node keeps its own.</source>
        <translation>Redis 中：从不存放，每个节点各自保存。</translation>
    </message>
    <message>
        <source>In Redis: not known, it does not answer.</source>
        <translation>Redis 中：未知，它没有应答。</translation>
    </message>
    <message>
        <source>In Redis: nothing.</source>
        <translation>Redis 中：没有。</translation>
    </message>
    <message>
        <source>In Redis: %1, good for another %2.</source>
        <translation>Redis 中：%1，还有 %2有效。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1: there was nothing to drop.</source>
        <translation>%1：没有可清除的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) dropped; they are loaded again when asked for.</source>
        <translation>
            <numerusform>已清除 %n 个条目；有人需要时会重新读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>In memory %1, in Redis %2.</source>
        <translation>内存中 %1 个，Redis 中 %2 个。</translation>
    </message>
    <message>
        <source>Redis does not answer, and keeps what it has.</source>
        <translation>Redis 没有应答，保留其中的内容。</translation>
    </message>
    <message>
        <source>The other nodes drop theirs, too.</source>
        <translation>其他节点也会清除各自的内容。</translation>
    </message>
</context>
<context>
    <name>zg::ui::CauseBars</name>
    <message>
        <source>Causes of misses by family</source>
        <translation>各类别未命中的原因</translation>
    </message>
    <message>
        <source>%1 %2 (%3%)</source>
        <translation>%1 %2（%3%）</translation>
    </message>
    <message>
        <source>no misses</source>
        <translation>没有未命中</translation>
    </message>
</context>
<context>
    <name>zg::ui::CommandPalette</name>
    <message>
        <source>Order %1</source>
        <translation>订单 %1</translation>
    </message>
    <message>
        <source>A page, an action, an order number, a product</source>
        <translation>页面、操作、订单号或商品名</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Nothing found. Try part of a name, or the whole order number.</source>
        <translation>没有找到。试试名称的一部分，或完整的订单号。</translation>
    </message>
    <message>
        <source>All products with “%1”</source>
        <translation>名称含“%1”的全部商品</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Customer %1</source>
        <translation>客户 %1</translation>
    </message>
    <message>
        <source>A page, an action, an order number, a product, a customer</source>
        <translation>页面、操作、订单号、商品名或客户</translation>
    </message>
</context>
<context>
    <name>zg::ui::DatabaseConnections</name>
    <message>
        <source>nothing</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Waits for a connection: p50 %1, p99 %2</source>
        <translation>等待连接：p50 %1，p99 %2</translation>
    </message>
    <message>
        <source>Time in use: p50 %1, p99 %2</source>
        <translation>使用时长：p50 %1，p99 %2</translation>
    </message>
    <message>
        <source>None is set. The setting “replica” names read replicas of this PostgreSQL.</source>
        <translation>没有配置。用设置项 replica 指定这台 PostgreSQL 的只读副本。</translation>
    </message>
    <message>
        <source>None: the embedded database is one file. Read replicas come with PostgreSQL.</source>
        <translation>没有：内置数据库是一个文件。改用 PostgreSQL 才有只读副本。</translation>
    </message>
    <message>
        <source>Too little was asked of the pool yet to say how large it has to be.</source>
        <translation>连接池的使用还太少，暂时看不出需要多大。</translation>
    </message>
    <message>
        <source>In the busiest ten seconds of the last %1 min, %2 loans a second of %3 each kept %4 connections in use on average (Little&apos;s law).</source>
        <translation>最近 %1 分钟里最忙的十秒，每秒借出 %2 次、每次 %3，平均占用 %4 个连接（利特尔法则）。</translation>
    </message>
    <message>
        <source>With head room that needs %1; %2 are allowed. The expected wait (p99) would go from %3 to %4.</source>
        <translation>留出余量需要 %1 个，现在最多 %2 个。预计等待（p99）会从 %3 变为 %4。</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>无限长</translation>
    </message>
    <message>
        <source>All threads that read are busy: more than %1 connections would never be in use at once, so a larger pool does not help.</source>
        <translation>读取线程已全忙：同时在用的连接不会超过 %1 个，加大连接池没有用。</translation>
    </message>
    <message>
        <source>With head room that needs %1; %2 are allowed: enough.</source>
        <translation>留出余量需要 %1 个，现在最多 %2 个，足够。</translation>
    </message>
    <message>
        <source>An admin has to be signed in to change the pool.</source>
        <translation>修改连接池需要管理员登录。</translation>
    </message>
    <message>
        <source>This is in force already.</source>
        <translation>已经是这个值。</translation>
    </message>
    <message>
        <source>At once, until the next start (Enter). To keep it, set pool-size = %1.</source>
        <translation>立即生效，到下次启动为止（回车）。要长期生效，请设置 pool-size = %1。</translation>
    </message>
    <message>
        <source>Nothing was read or written yet.</source>
        <translation>还没有读写。</translation>
    </message>
    <message>
        <source>%1 : 1 — %2 reads and %3 writes reached the database since the start.</source>
        <translation>%1 : 1 — 启动以来有 %2 次读取、%3 次写入到达数据库。</translation>
    </message>
    <message>
        <source>Up to 10 : 1 one database is the simplest thing that works.</source>
        <translation>不超过 10 : 1 时，一台数据库最省事，也够用。</translation>
    </message>
    <message>
        <source>Past 10 : 1: give the cache more memory first. Read replicas need PostgreSQL.</source>
        <translation>超过 10 : 1：先给缓存更多内存。只读副本需要 PostgreSQL。</translation>
    </message>
    <message>
        <source>Past 10 : 1: consider read replicas (setting “replica”), and more memory for the cache.</source>
        <translation>超过 10 : 1：考虑只读副本（设置项 replica），并给缓存更多内存。</translation>
    </message>
    <message>
        <source>Past 10 : 1: that is what the replicas are for.</source>
        <translation>超过 10 : 1：副本正是为此而设。</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总数</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Timeouts</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Leaks</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>已建立</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Waits for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>Time in use</source>
        <translation>使用时长</translation>
    </message>
    <message>
        <source>How large the pool has to be</source>
        <translation>连接池需要多大</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Reads to writes</source>
        <translation>读写比</translation>
    </message>
    <message>
        <source>Read replicas</source>
        <translation>只读副本</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Two sentences, one after the other; Chinese has no space between them.</extracomment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::DatabasePage</name>
    <message>
        <source>These figures are from before. %1</source>
        <translation>这些是之前的数据。%1</translation>
    </message>
    <message>
        <source>There are no figures of the database</source>
        <translation>没有数据库的数据</translation>
    </message>
    <message>
        <source>No connection can be made. Those that are open go on working.</source>
        <translation>无法建立新连接。已打开的连接继续工作。</translation>
    </message>
    <message>
        <source>The pool stays as it was. %1</source>
        <translation>连接池保持原样。%1</translation>
    </message>
    <message numerus="yes">
        <source>The pool has %n connection(s) at most again</source>
        <translation>
            <numerusform>连接池上限恢复为 %n 个连接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) at most until the next start; it was %1</source>
        <translation>
            <numerusform>到下次启动前最多 %n 个连接；原来是 %1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>The pool, its waits and its size (Alt+1)</source>
        <translation>连接池、等待与大小（Alt+1）</translation>
    </message>
    <message>
        <source>What they cost, and their plans (Alt+2)</source>
        <translation>各语句的开销与执行计划（Alt+2）</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Show the connections</source>
        <translation>显示连接</translation>
    </message>
    <message>
        <source>Show the statements</source>
        <translation>显示语句</translation>
    </message>
    <message>
        <source>Asking the database&apos;s figures…</source>
        <translation>正在读取数据库的数据…</translation>
    </message>
</context>
<context>
    <name>zg::ui::DatabaseStatements</name>
    <message>
        <source>No statement has “%1”</source>
        <translation>没有语句包含“%1”</translation>
    </message>
    <message>
        <source>Names, texts and plans are searched, e.g. “full scan”.</source>
        <translation>可搜索名称、文本和计划，例如“全表扫描”。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>No statement has run yet</source>
        <translation>还没有执行过语句</translation>
    </message>
    <message>
        <source>They appear with the first request.</source>
        <translation>第一个请求到来后就会出现。</translation>
    </message>
    <message>
        <source>Trying indexes on a copy…</source>
        <translation>正在副本上试索引…</translation>
    </message>
    <message>
        <source>The database gives no plan. %1</source>
        <translation>数据库没有给出计划。%1</translation>
    </message>
    <message>
        <source>A statement of this kind has no plan.</source>
        <translation>这类语句没有执行计划。</translation>
    </message>
    <message>
        <source>Asking for the plan…</source>
        <translation>正在读取执行计划…</translation>
    </message>
    <message>
        <source>Tried on a copy of %1 rows; the store was only read.</source>
        <translation>在 %1 行的副本上试过；店铺数据只被读取。</translation>
    </message>
    <message>
        <source>With this index the plan is better.</source>
        <translation>有这个索引，执行计划更好。</translation>
    </message>
    <message>
        <source>No index is missing: it reads no whole table and sorts nothing.</source>
        <translation>不缺索引：没有整表读取，也没有排序。</translation>
    </message>
    <message>
        <source>No index would help: there is so little in the table that reading all of it is quickest.</source>
        <translation>加索引没有用：表里数据很少，整表读取最快。</translation>
    </message>
    <message numerus="yes">
        <source>None of %n index(es) that were tried made the plan better.</source>
        <translation>
            <numerusform>试过的 %n 个索引都没有让计划变好。</numerusform>
        </translation>
    </message>
    <message>
        <source>No index was tried. %1</source>
        <translation>没有试索引。%1</translation>
    </message>
    <message>
        <source>Search statements</source>
        <translation>搜索语句</translation>
    </message>
    <message>
        <source>Search names, texts and plans (Ctrl+F)</source>
        <translation>搜索名称、文本和计划（Ctrl+F）</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>No statement is selected</source>
        <translation>没有选中语句</translation>
    </message>
    <message>
        <source>Choose one to see its text and its plan.</source>
        <translation>选中一条，查看文本和执行计划。</translation>
    </message>
    <message>
        <source>Text of the statement</source>
        <translation>语句文本</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>With the index</source>
        <translation>有索引时</translation>
    </message>
    <message>
        <source>Look for an index</source>
        <translation>找索引</translation>
    </message>
    <message>
        <source>Tries indexes on a copy of a part of the store (Ctrl+I)</source>
        <translation>在一部分数据的副本上试索引（Ctrl+I）</translation>
    </message>
    <message>
        <source>The statement that makes the index</source>
        <translation>建索引的语句</translation>
    </message>
    <message>
        <source>To be run when the shop is quiet: making an index takes a while</source>
        <translation>请在店铺空闲时执行：建索引需要一些时间</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the statement</source>
        <translation>复制语句</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Two sentences, one after the other; Chinese has no space between them.</extracomment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::EmptyState</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>zg::ui::FirstStartPage</name>
    <message>
        <source>Open your store</source>
        <translation>开张</translation>
    </message>
    <message>
        <source>The data folder is empty. How does the store begin?</source>
        <translation>数据目录是空的。店铺从哪里开始？</translation>
    </message>
    <message>
        <source>&amp;Empty store</source>
        <translation>空店铺(&amp;E)</translation>
    </message>
    <message>
        <source>Seven categories and nothing else. Add your own products, or bring them in from a CSV file.</source>
        <translation>只有七个分类。自行添加商品，或从 CSV 文件导入。</translation>
    </message>
    <message>
        <source>&amp;Demo store</source>
        <translation>示例店铺(&amp;D)</translation>
    </message>
    <message>
        <source>1,000 products, 200 customers and past orders, to look around and to try the load. Payment is simulated.</source>
        <translation>1,000 件商品、200 位顾客和历史订单，便于熟悉与压测；支付为模拟。</translation>
    </message>
    <message>
        <source>&amp;Password of the account admin</source>
        <translation>admin 账号的密码(&amp;P)</translation>
    </message>
    <message>
        <source>Password of the account admin</source>
        <translation>admin 账号的密码</translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s). It is kept as a hash only; nobody can read it back.</source>
        <extracomment>%n is a number of characters.</extracomment>
        <translation>
            <numerusform>至少 %n 个字符。只保存其哈希，任何人都无法还原。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>显示密码</translation>
    </message>
    <message>
        <source>Open the store</source>
        <translation>开门营业</translation>
    </message>
    <message>
        <source>Open the store (Enter)</source>
        <translation>开门营业（回车）</translation>
    </message>
    <message>
        <source>The data folder %1 is empty. How does the store begin?</source>
        <translation>数据目录 %1 是空的。店铺从哪里开始？</translation>
    </message>
</context>
<context>
    <name>zg::ui::FlightNotice</name>
    <message>
        <source>No recording was written. %1</source>
        <translation>没有写成记录。%1</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The last run did not end as it should. Its last minutes are in %1</source>
        <translation>上次运行没有正常结束。它最后几分钟的记录在 %1</translation>
    </message>
    <message>
        <source>The minutes before the alert are recorded in %1</source>
        <translation>警报之前几分钟的记录在 %1</translation>
    </message>
    <message>
        <source>The last minutes are recorded in %1</source>
        <translation>最近几分钟已记录在 %1</translation>
    </message>
</context>
<context>
    <name>zg::ui::HistogramBars</name>
    <message>
        <source>%1 took at most %2</source>
        <translation>%1 次不超过 %2</translation>
    </message>
    <message>
        <source>%1 took more than %2</source>
        <translation>%1 次超过 %2</translation>
    </message>
    <message>
        <source>%1 took %2 to %3</source>
        <translation>%1 次在 %2 到 %3 之间</translation>
    </message>
</context>
<context>
    <name>zg::ui::LeaseModel</name>
    <message>
        <source>nobody just now</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>%1 (this node)</source>
        <translation>%1（本节点）</translation>
    </message>
</context>
<context>
    <name>zg::ui::LedgerModel</name>
    <message>
        <source>the store</source>
        <translation>店铺</translation>
    </message>
</context>
<context>
    <name>zg::ui::LogDetail</name>
    <message>
        <source>Choose a line to read all of it.</source>
        <translation>选中一行即可查看全文。</translation>
    </message>
    <message>
        <source>thread %1</source>
        <extracomment>%1 is a thread&apos;s name: main, io-0, database, committer</extracomment>
        <translation>线程 %1</translation>
    </message>
    <message>
        <source>request %1</source>
        <translation>请求 %1</translation>
    </message>
    <message>
        <source>This request</source>
        <translation>此请求</translation>
    </message>
    <message>
        <source>Show only the lines of this request</source>
        <translation>只显示此请求的日志</translation>
    </message>
    <message>
        <source>Copy line</source>
        <translation>复制此行</translation>
    </message>
    <message>
        <source>Copy this line, with its time, level and category</source>
        <translation>复制此行，含时间、级别和类别</translation>
    </message>
    <message>
        <source>The line&apos;s text</source>
        <translation>日志全文</translation>
    </message>
</context>
<context>
    <name>zg::ui::LogModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>zg::ui::LogsLevels</name>
    <message>
        <source>%1 and worse</source>
        <translation>%1及以上</translation>
    </message>
    <message>
        <source>What is written from now on, until the program ends</source>
        <translation>从现在起记录哪些，直到程序结束</translation>
    </message>
    <message>
        <source>Only an admin may change what is written</source>
        <translation>只有管理员可以更改记录级别</translation>
    </message>
    <message>
        <source>Sign in as an admin to change what is written</source>
        <translation>以管理员登录后可更改记录级别</translation>
    </message>
    <message>
        <source>%1 writes from now on: %2</source>
        <translation>%1 从现在起记录：%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::LogsPage</name>
    <message>
        <source>Search the log</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>Lines in which every word occurs, in text, category or thread (Ctrl+F)</source>
        <translation>内容、类别或线程中包含每个词的行 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>Only lines of the request whose id begins so</source>
        <translation>只显示 ID 以此开头的请求的日志</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>The least level that is shown</source>
        <translation>显示的最低级别</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Stay at the newest line (F)</source>
        <translation>停在最新一行 (F)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Let no new lines in, to read in peace (P)</source>
        <translation>暂不接收新日志，安静阅读 (P)</translation>
    </message>
    <message>
        <source>Clear view</source>
        <translation>清空视图</translation>
    </message>
    <message>
        <source>Empty the view; the lines are kept (Ctrl+L)</source>
        <translation>清空视图，日志仍保留 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
    <message>
        <source>Copy the selected lines, else all that show, for a spreadsheet (Ctrl+C)</source>
        <translation>复制选中的行，未选时复制全部所示，可粘贴到表格 (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy the selected lines, else all that show, as a log file has them (Ctrl+Shift+C)</source>
        <translation>按日志文件格式复制选中的行，未选时复制全部所示 (Ctrl+Shift+C)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save the selected lines, else all that show (Ctrl+E)</source>
        <translation>保存选中的行，未选时保存全部所示 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>How much each category writes</source>
        <translation>各类别记录多少</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Copy (Ctrl+C, Ctrl+Shift+C), export (Ctrl+E), clear the view (Ctrl+L)</source>
        <translation>复制 (Ctrl+C、Ctrl+Shift+C)、导出 (Ctrl+E)、清空视图 (Ctrl+L)</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied</source>
        <translation>
            <numerusform>已复制 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation>导出日志</translation>
    </message>
    <message>
        <source>Text, a line each (*.log)</source>
        <translation>文本，每条一行 (*.log)</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 行写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was not written. An older file of that name is as it was.</source>
        <translation>导出未写入。同名的旧文件保持原样。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>All categories</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message numerus="yes">
        <source>%n categories</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message>
        <source>Show only these categories</source>
        <translation>只显示这些类别</translation>
    </message>
    <message>
        <source>No line matches</source>
        <translation>没有匹配的日志</translation>
    </message>
    <message>
        <source>Lines come in all the same, and show here as soon as one does.</source>
        <translation>日志照常接收，一旦有匹配的就会显示在这里。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>The view is cleared</source>
        <translation>视图已清空</translation>
    </message>
    <message>
        <source>New lines show as they come. The older ones are still kept.</source>
        <translation>新日志会随时显示。较早的日志仍然保留。</translation>
    </message>
    <message>
        <source>Show them again</source>
        <translation>重新显示</translation>
    </message>
    <message>
        <source>Nothing was logged yet</source>
        <translation>还没有日志</translation>
    </message>
    <message>
        <source>What the node does, and what goes wrong, shows here as it happens.</source>
        <translation>节点的动作和出现的问题会实时显示在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 / %2 行</translation>
    </message>
    <message>
        <source>Paused: %1 new</source>
        <translation>已暂停：新增 %1 行</translation>
    </message>
    <message>
        <source>%1 new below</source>
        <translation>下方新增 %1 行</translation>
    </message>
    <message>
        <source>%1 were too old to be kept</source>
        <translation>%1 行过旧，未能保留</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::MainWindow</name>
    <message>
        <source>Closing the store: answering what is under way</source>
        <translation>正在打烊：处理完进行中的请求</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The store is closed</source>
        <translation>店铺已打烊</translation>
    </message>
    <message>
        <source>The node is stopped; nothing is served. The data is safe.</source>
        <translation>节点已停止，不再提供服务。数据安然无恙。</translation>
    </message>
    <message>
        <source>Open the store</source>
        <translation>开门营业</translation>
    </message>
    <message>
        <source>The demo store&apos;s account: staff, password staff-pass</source>
        <translation>示例店铺的员工账号：staff，密码 staff-pass</translation>
    </message>
    <message>
        <source>There is no admin yet. In a terminal, this makes one: zhanggui user add NAME --role admin</source>
        <translation>还没有管理员。在终端中可以添加：zhanggui user add 用户名 --role admin</translation>
    </message>
    <message>
        <source>Keep the store open?</source>
        <translation>要让店铺继续营业吗？</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>继续营业</translation>
    </message>
    <message>
        <source>Close the store</source>
        <translation>打烊</translation>
    </message>
    <message>
        <source>Find a page, action, order or product…</source>
        <translation>查找页面、操作、订单或商品…</translation>
    </message>
    <message>
        <source>Copy the API&apos;s address</source>
        <translation>复制 API 地址</translation>
    </message>
    <message>
        <source>Start the node</source>
        <translation>启动节点</translation>
    </message>
    <message>
        <source>Stop the node</source>
        <translation>停止节点</translation>
    </message>
    <message>
        <source>Close the store and quit</source>
        <translation>打烊并退出</translation>
    </message>
    <message>
        <source>Zhanggui</source>
        <extracomment>The program&apos;s name, in the window&apos;s title.</extracomment>
        <translation>掌柜</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Close with changes that are not saved?</source>
        <translation>有未保存的改动，仍要关闭吗？</translation>
    </message>
    <message>
        <source>They are lost when the store closes.</source>
        <translation>打烊后这些改动就会丢失。</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>关闭并放弃改动</translation>
    </message>
    <message>
        <source>Go back to them</source>
        <translation>返回查看</translation>
    </message>
    <message>
        <source>Close the store?</source>
        <translation>打烊吗？</translation>
    </message>
    <message>
        <source>It serves at %1 and stops when this window closes. You are asked once.</source>
        <translation>店铺正在 %1 营业，关闭此窗口即打烊。只询问一次。</translation>
    </message>
    <message>
        <source>It can go on serving from the tray while the window is closed. You are asked once; Settings has the answer, and the menu closes the store at any time.</source>
        <translation>窗口关闭后，店铺可以在托盘中继续服务。只询问这一次；以后可在“设置”中更改，也可随时用菜单打烊。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Requests are failing</source>
        <translation>请求正在失败</translation>
    </message>
    <message>
        <source>Something is not well</source>
        <translation>有些不正常</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Hold all stock against the whole ledger</source>
        <translation>用整本台账核对全部库存</translation>
    </message>
    <message>
        <source>Write a flight recording</source>
        <translation>写一份飞行记录</translation>
    </message>
    <message>
        <source>Recording of %1 – Zhanggui</source>
        <translation>%1 的记录 – 掌柜</translation>
    </message>
    <message>
        <source>A recording holds no products, orders or customers</source>
        <translation>记录里没有商品、订单和顾客</translation>
    </message>
    <message>
        <source>It shows how the node was: Overview, Requests, Database, Cache, Nodes and Logs.</source>
        <translation>它显示节点当时的情况：总览、请求、数据库、缓存、节点和日志。</translation>
    </message>
</context>
<context>
    <name>zg::ui::MissCauseModel</name>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>zg::ui::NodeModel</name>
    <message>
        <source>%1 (this node)</source>
        <translation>%1（本节点）</translation>
    </message>
</context>
<context>
    <name>zg::ui::NodesPage</name>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation>
            <numerusform>已复制 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Worst p99</source>
        <translation>最差 p99</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the chosen node&apos;s address, else this node&apos;s (Ctrl+Shift+A, or Enter)</source>
        <translation>复制所选节点的地址，未选时复制本节点的 (Ctrl+Shift+A，或 Enter)</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
    <message>
        <source>Copy all nodes, for a spreadsheet (Ctrl+Shift+C)</source>
        <translation>复制全部节点，可粘贴到表格 (Ctrl+Shift+C)</translation>
    </message>
    <message>
        <source>Jobs for one node</source>
        <translation>单节点任务</translation>
    </message>
    <message>
        <source>Strategies and resilience of this node</source>
        <translation>本节点的策略与韧性</translation>
    </message>
    <message>
        <source>Stock strategy</source>
        <translation>库存策略</translation>
    </message>
    <message>
        <source>Stock strategies</source>
        <translation>库存策略</translation>
    </message>
    <message>
        <source>Circuit breakers</source>
        <translation>熔断器</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Waiting for the first figures…</source>
        <translation>正在等待首批数据…</translation>
    </message>
    <message numerus="yes">
        <source>%n serving</source>
        <translation>
            <numerusform>%n 服务中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n silent</source>
        <translation>
            <numerusform>%n 失联</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draining</source>
        <translation>
            <numerusform>%n 排空中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gone</source>
        <translation>
            <numerusform>%n 已离开</numerusform>
        </translation>
    </message>
    <message>
        <source>The nodes run different versions: %1. That is as it should be during an update; finish it soon.</source>
        <translation>各节点版本不同：%1。升级期间属于正常，请尽快完成。</translation>
    </message>
    <message>
        <source>One node is on this database</source>
        <translation>此数据库上有一个节点</translation>
    </message>
    <message>
        <source>This store runs on one node</source>
        <translation>本店运行在一个节点上</translation>
    </message>
    <message>
        <source>Start another with the same --database and --redis: it shows here within two seconds, and a balancer spreads the requests.</source>
        <translation>用相同的 --database 和 --redis 再启动一个节点，两秒内就会显示在这里，由负载均衡分发请求。</translation>
    </message>
    <message>
        <source>Its database is a file of its own, which is all that a shop needs for a long while. To grow, start several nodes with the same --database postgresql://… and --redis redis://…; “zhanggui transfer” takes the store along.</source>
        <translation>它的数据库是一个单独的文件，足够一家店用很久。需要扩展时，用相同的 --database postgresql://… 和 --redis redis://… 启动多个节点；“zhanggui transfer” 可以把数据迁移过去。</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Nodes at work</source>
        <translation>在线节点</translation>
    </message>
</context>
<context>
    <name>zg::ui::NodesStrategy</name>
    <message>
        <source>Stock strategy</source>
        <translation>库存策略</translation>
    </message>
    <message>
        <source>It needs a Redis: start the node with --redis</source>
        <translation>需要 Redis：启动节点时加上 --redis</translation>
    </message>
    <message>
        <source>A change works for orders that come from now on, on this node, until it stops.</source>
        <translation>更改对本节点之后的订单生效，直到节点停止。</translation>
    </message>
    <message>
        <source>Only an admin may change it.</source>
        <translation>只有管理员可以更改。</translation>
    </message>
    <message>
        <source>Sign in as an admin to change it.</source>
        <translation>以管理员登录后可更改。</translation>
    </message>
    <message>
        <source>Orders take their stock this way now: %1</source>
        <translation>订单扣减库存的方式已改为：%1</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>How the strategy works, and who may change it.</extracomment>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrderModel</name>
    <message>
        <source>A tracking number is typed here and not shipped yet</source>
        <translation>此处已输入运单号，尚未发货</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrderShipModel</name>
    <message>
        <source>Twice in this sheet</source>
        <translation>在本表中重复</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrderTimeline</name>
    <message>
        <source>Ordered</source>
        <translation>已下单</translation>
    </message>
    <message>
        <source>the store</source>
        <translation>店铺</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付款</translation>
    </message>
    <message>
        <source>Refund refused</source>
        <translation>拒绝退款</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersActions</name>
    <message>
        <source>Ship</source>
        <translation>发货</translation>
    </message>
    <message>
        <source>Ships what is selected; several at once in a sheet</source>
        <translation>为所选订单发货；多个订单可在一张表中处理</translation>
    </message>
    <message>
        <source>Approve the refund…</source>
        <translation>同意退款…</translation>
    </message>
    <message>
        <source>Gives the money back and puts the stock back</source>
        <translation>退还货款并恢复库存</translation>
    </message>
    <message>
        <source>Refuse the refund…</source>
        <translation>拒绝退款…</translation>
    </message>
    <message>
        <source>The order goes back to be shipped</source>
        <translation>订单恢复为待发货</translation>
    </message>
    <message>
        <source>Print packing slips</source>
        <translation>打印装箱单</translation>
    </message>
    <message>
        <source>Prints a packing slip for every selected order</source>
        <translation>为每个所选订单打印装箱单</translation>
    </message>
    <message>
        <source>Packing slips as PDF…</source>
        <translation>装箱单另存为 PDF…</translation>
    </message>
    <message>
        <source>Saves the packing slips of the selected orders as one PDF</source>
        <translation>把所选订单的装箱单存为一个 PDF</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Writes every order of this list, with its items, to a CSV or XLSX file</source>
        <translation>把列表中的全部订单及其商品写入 CSV 或 XLSX 文件</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Reads the list again</source>
        <translation>重新读取列表</translation>
    </message>
    <message>
        <source>Order %1: %2</source>
        <translation>订单 %1：%2</translation>
    </message>
    <message>
        <source>Order %1 is shipped</source>
        <translation>订单 %1 已发货</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) shipped</source>
        <translation>
            <numerusform>%n 个订单已发货</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n 个被拒绝</numerusform>
        </translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Give %1 back to %2?</source>
        <translation>要把 %1 退还给 %2 吗？</translation>
    </message>
    <message>
        <source>Refuse %2 the refund of %1?</source>
        <translation>要拒绝 %2 的 %1 退款申请吗？</translation>
    </message>
    <message>
        <source>Order %1.</source>
        <translation>订单 %1。</translation>
    </message>
    <message>
        <source>The stock is put back. This cannot be undone.</source>
        <translation>库存将恢复。此操作无法撤销。</translation>
    </message>
    <message>
        <source>The order goes back to be shipped.</source>
        <translation>订单恢复为待发货。</translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation>退款 %1</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Order %1 is refunded</source>
        <translation>订单 %1 已退款</translation>
    </message>
    <message>
        <source>The refund of order %1 is refused</source>
        <translation>已拒绝订单 %1 的退款</translation>
    </message>
    <message>
        <source>Making packing slips</source>
        <translation>正在生成装箱单</translation>
    </message>
    <message>
        <source>Packing slips</source>
        <translation>装箱单</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) sent to the printer</source>
        <translation>
            <numerusform>已发送 %n 页到打印机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Printing was stopped after %n page(s), or the printer took nothing. The orders are as they were.</source>
        <translation>
            <numerusform>打印在 %n 页后停止，或打印机没有接收。订单未受影响。</numerusform>
        </translation>
    </message>
    <message>
        <source>Packing slips as PDF</source>
        <translation>装箱单存为 PDF</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>packing-slips</source>
        <translation>装箱单</translation>
    </message>
    <message>
        <source>The packing slips were stopped. No file was written.</source>
        <translation>已停止生成装箱单，未写入文件。</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 页写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The PDF could not be written. An older file of that name is as it was; try another folder.</source>
        <translation>无法写入 PDF。原有的同名文件未受影响；请换一个文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>%n tracking number(s) kept until these orders are shipped</source>
        <translation>
            <numerusform>已保留 %n 个运单号，直到这些订单发货</numerusform>
        </translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>打包</translation>
    </message>
    <message>
        <source>Packs and ships one order after the other, full screen, by scanner or keyboard alone</source>
        <translation>全屏逐单打包并发货，只用扫码枪或键盘</translation>
    </message>
    <message>
        <source>Ship from a list…</source>
        <translation>按清单发货…</translation>
    </message>
    <message>
        <source>Pasted or from a file: order number and tracking number, one row each</source>
        <translation>粘贴或从文件读取：每行一个订单号和运单号</translation>
    </message>
    <message>
        <source>Print a pick list</source>
        <translation>打印拣货单</translation>
    </message>
    <message>
        <source>What is to be fetched for all selected orders, summed by product</source>
        <translation>所选订单要取的货，按商品合计</translation>
    </message>
    <message>
        <source>Pick list as PDF…</source>
        <translation>拣货单存为 PDF…</translation>
    </message>
    <message>
        <source>Saves the pick list of the selected orders as PDF</source>
        <translation>把所选订单的拣货单存为 PDF</translation>
    </message>
    <message>
        <source>Customer…</source>
        <translation>客户…</translation>
    </message>
    <message>
        <source>The customer of the order: sums and last orders</source>
        <translation>该订单的客户：合计与最近的订单</translation>
    </message>
    <message>
        <source>Pick list</source>
        <translation>拣货单</translation>
    </message>
    <message>
        <source>Making the pick list</source>
        <translation>正在生成拣货单</translation>
    </message>
    <message>
        <source>Pick list as PDF</source>
        <translation>拣货单存为 PDF</translation>
    </message>
    <message>
        <source>pick-list</source>
        <translation>拣货单</translation>
    </message>
    <message>
        <source>The pick list was stopped. No file was written.</source>
        <translation>已停止生成拣货单，没有写入文件。</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersCustomer</name>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>The last orders</source>
        <translation>最近的订单</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Only their orders in the list</source>
        <translation>列表只看该客户的订单</translation>
    </message>
    <message>
        <source>Filters the list of orders by this customer (Ctrl+Enter)</source>
        <translation>订单列表只显示该客户（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Looking the customer up</source>
        <translation>正在查找客户</translation>
    </message>
    <message>
        <source>The customer could not be read</source>
        <translation>无法读取客户</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Customer no. %1 · since %2</source>
        <translation>客户编号 %1 · 注册于 %2</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>已退</translation>
    </message>
    <message>
        <source>Average order</source>
        <translation>平均每单</translation>
    </message>
    <message>
        <source>To be shipped</source>
        <translation>待发货</translation>
    </message>
    <message>
        <source>The sums are of the newest %1 orders; there may be older ones.</source>
        <translation>合计只含最近 %1 个订单，可能还有更早的。</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersDetail</name>
    <message>
        <source>The tracking number is kept.</source>
        <translation>运单号已保留。</translation>
    </message>
    <message>
        <source>%1 · ordered %2 · version %3</source>
        <translation>%1 · 下单于 %2 · 版本 %3</translation>
    </message>
    <message>
        <source>Total %1</source>
        <translation>合计 %1</translation>
    </message>
    <message>
        <source>None was given</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>Shipping…</source>
        <translation>正在发货…</translation>
    </message>
    <message>
        <source>Ship</source>
        <translation>发货</translation>
    </message>
    <message>
        <source>Refund %1…</source>
        <translation>退款 %1…</translation>
    </message>
    <message>
        <source>Tracking number %1</source>
        <translation>运单号 %1</translation>
    </message>
    <message>
        <source>Nothing to do yet: the customer has not paid. An order that is never paid is cancelled by itself.</source>
        <translation>暂无可做：顾客尚未付款。一直不付款的订单会自动取消。</translation>
    </message>
    <message>
        <source>No order is chosen</source>
        <translation>未选择订单</translation>
    </message>
    <message>
        <source>The arrow keys choose one in the list; what it holds is shown here.</source>
        <translation>用方向键在列表中选择，详情会显示在这里。</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Tracking number, then Enter (Ctrl+T)</source>
        <translation>输入运单号后回车（Ctrl+T）</translation>
    </message>
    <message>
        <source>Marks it as shipped (Enter in the field)</source>
        <translation>标记为已发货（在输入框中回车）</translation>
    </message>
    <message>
        <source>Gives the money back and puts the stock back (Ctrl+Shift+A)</source>
        <translation>退还货款并恢复库存（Ctrl+Shift+A）</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>拒绝…</translation>
    </message>
    <message>
        <source>The order goes back to be shipped (Ctrl+Shift+R)</source>
        <translation>订单恢复为待发货（Ctrl+Shift+R）</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>收货地址</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Customer %1</source>
        <translation>客户 %1</translation>
    </message>
    <message>
        <source>ordered %1 · version %2</source>
        <translation>下单于 %1 · 版本 %2</translation>
    </message>
    <message>
        <source>The customer: sums and last orders (Ctrl+U)</source>
        <translation>客户：合计与最近的订单（Ctrl+U）</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersPage</name>
    <message>
        <source>The list is not up to date: the store does not answer. It is tried again all the time.</source>
        <translation>列表不是最新：店铺没有响应，正在不断重试。</translation>
    </message>
    <message>
        <source>Order %1: %2</source>
        <translation>订单 %1：%2</translation>
    </message>
    <message>
        <source>Export orders</source>
        <translation>导出订单</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 个订单写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was not written. An older file of that name is as it was.</source>
        <translation>导出未写入。原有的同名文件未受影响。</translation>
    </message>
    <message>
        <source>Many new orders have come in.</source>
        <translation>来了很多新订单。</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Reading the orders</source>
        <translation>正在读取订单</translation>
    </message>
    <message>
        <source>The orders could not be read</source>
        <translation>无法读取订单</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The list was not read.</source>
        <translation>列表未读取。</translation>
    </message>
    <message>
        <source>Read it now</source>
        <translation>立即读取</translation>
    </message>
    <message>
        <source>There is no such order</source>
        <translation>没有这个订单</translation>
    </message>
    <message>
        <source>An order is found by its whole number, within the other filters.</source>
        <translation>请输入完整的订单号；其他筛选条件同时生效。</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No order is like that</source>
        <translation>没有符合条件的订单</translation>
    </message>
    <message>
        <source>Fewer filters may find it. New ones that fit slide in here.</source>
        <translation>减少筛选条件试试。符合条件的新订单会出现在这里。</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>还没有订单</translation>
    </message>
    <message>
        <source>The first one slides in here as soon as it is placed.</source>
        <translation>第一个订单一下单就会出现在这里。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再看一次</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 个订单</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 loaded, more as you scroll</source>
        <translation>已加载 %1，滚动可继续加载</translation>
    </message>
    <message>
        <source>the next ones could not be read, scroll again to retry</source>
        <translation>后续内容读取失败，再次滚动可重试</translation>
    </message>
    <message>
        <source>reading more</source>
        <translation>正在读取更多</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>起止日期</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>The whole number of an order (Ctrl+F)</source>
        <translation>完整的订单号（Ctrl+F）</translation>
    </message>
    <message>
        <source>Customer no.</source>
        <translation>顾客编号</translation>
    </message>
    <message>
        <source>Only the orders of one customer</source>
        <translation>只看某位顾客的订单</translation>
    </message>
    <message>
        <source>Product no.</source>
        <translation>商品编号</translation>
    </message>
    <message>
        <source>Only orders that hold this product</source>
        <translation>只看包含该商品的订单</translation>
    </message>
    <message>
        <source>Customer number</source>
        <translation>顾客编号</translation>
    </message>
    <message>
        <source>Product number</source>
        <translation>商品编号</translation>
    </message>
    <message>
        <source>Ordered when</source>
        <translation>下单时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To, that day included</source>
        <translation>到（含当天）</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation>按状态筛选</translation>
    </message>
    <message numerus="yes">
        <source>%n tracking number(s) of orders that are not shipped yet</source>
        <translation>
            <numerusform>%n 个尚未发货订单的运单号</numerusform>
        </translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Packing slips and pick lists of the selected orders (Ctrl+P, Ctrl+L)</source>
        <translation>所选订单的装箱单和拣货单（Ctrl+P、Ctrl+L）</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersShipList</name>
    <message>
        <source>There are no rows. Each needs an order number and, behind it, a tracking number.</source>
        <translation>没有内容。每行需要一个订单号，后面跟运单号。</translation>
    </message>
    <message>
        <source>%1 rows are too many for one go: take at most %2.</source>
        <translation>一次 %1 行太多，最多 %2 行。</translation>
    </message>
    <message>
        <source>There is no such order</source>
        <translation>没有这个订单</translation>
    </message>
    <message>
        <source>shipped with another number, %1</source>
        <translation>已用另一运单号 %1 发货</translation>
    </message>
    <message>
        <source>does not wait to be shipped (%1)</source>
        <translation>不是待发货（%1）</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersShipListDialog</name>
    <message>
        <source>Ship from a list</source>
        <translation>按清单发货</translation>
    </message>
    <message>
        <source>Rows of order number and tracking number</source>
        <translation>订单号和运单号，每行一组</translation>
    </message>
    <message>
        <source>Rows of the list</source>
        <translation>清单各行</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>A CSV or text file of the carrier (Ctrl+O)</source>
        <translation>快递公司的 CSV 或文本文件（Ctrl+O）</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>返回文本</translation>
    </message>
    <message>
        <source>Change the rows and check them again</source>
        <translation>修改后重新检查</translation>
    </message>
    <message>
        <source>Copy the results</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Every row with its outcome, for a spreadsheet</source>
        <translation>每行及其结果，可粘贴到电子表格</translation>
    </message>
    <message>
        <source>The carrier&apos;s list</source>
        <translation>快递公司的清单</translation>
    </message>
    <message>
        <source>Lists (*.csv *.txt *.tsv);;All files (*)</source>
        <translation>清单 (*.csv *.txt *.tsv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The file could not be read: %1</source>
        <translation>无法读取文件：%1</translation>
    </message>
    <message>
        <source>Nothing is shipped yet.</source>
        <translation>尚未发货。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) can be shipped.</source>
        <translation>
            <numerusform>%n 行可以发货。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) shipped.</source>
        <translation>
            <numerusform>%n 个订单已发货。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused; the rows say why.</source>
        <translation>
            <numerusform>%n 个被拒绝，原因见各行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not shipped: it was stopped.</source>
        <translation>
            <numerusform>%n 个未发货：已停止。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shipped already.</source>
        <translation>
            <numerusform>%n 个早已发货。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out; the rows say why.</source>
        <translation>
            <numerusform>%n 行略过，原因见各行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste rows of order number and tracking number, or choose the carrier&apos;s file. They are checked first; nothing is shipped before you say so.</source>
        <translation>粘贴订单号和运单号，或选择快递公司的文件。先检查，未经确认不会发货。</translation>
    </message>
    <message>
        <source>Checking the rows</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>正在发货</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Check the rows</source>
        <translation>检查</translation>
    </message>
    <message numerus="yes">
        <source>Ship %n order(s)</source>
        <translation>
            <numerusform>发货 %n 个订单</numerusform>
        </translation>
    </message>
    <message>
        <source>Looks every order up; nothing is changed (Ctrl+Enter)</source>
        <translation>逐个查找订单，不做任何改动（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Marks them as shipped (Ctrl+Enter)</source>
        <translation>标记为已发货（Ctrl+Enter）</translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersShipSheet</name>
    <message numerus="yes">
        <source>Ship %n order(s)</source>
        <translation>
            <numerusform>为 %n 个订单发货</numerusform>
        </translation>
    </message>
    <message>
        <source>Type the tracking numbers, or paste them one a line (Ctrl+V). A row without a number is not shipped.</source>
        <translation>输入运单号，或每行一个粘贴（Ctrl+V）。没有运单号的行不发货。</translation>
    </message>
    <message numerus="yes">
        <source>%n of the chosen orders are not waiting to be shipped and are left out.</source>
        <translation>
            <numerusform>所选订单中有 %n 个不在待发货状态，已略过。</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Pastes tracking numbers from the current row on, one a line (Ctrl+V)</source>
        <translation>从当前行起粘贴运单号，每行一个（Ctrl+V）</translation>
    </message>
    <message>
        <source>Marks them as shipped (Ctrl+Enter)</source>
        <translation>标记为已发货（Ctrl+回车）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Shipping</source>
        <translation>正在发货</translation>
    </message>
</context>
<context>
    <name>zg::ui::OverviewPage</name>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔文件 (*.csv)</translation>
    </message>
    <message>
        <source>Image (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>%1 could not be written. Choose another place.</source>
        <translation>无法写入 %1，请换个位置。</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop the charts to look at them (P)</source>
        <translation>暂停图表以便查看（P）</translation>
    </message>
    <message>
        <source>Zoom back</source>
        <translation>还原缩放</translation>
    </message>
    <message>
        <source>Show the whole range again (Backspace, or double-click a chart)</source>
        <translation>重新显示整个范围（退格键，或双击图表）</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Export as PNG…</source>
        <translation>导出为 PNG…</translation>
    </message>
    <message>
        <source>Save what the charts show (Ctrl+E, Ctrl+Shift+E)</source>
        <translation>保存图表内容（Ctrl+E、Ctrl+Shift+E）</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>Paid since midnight, local time</source>
        <translation>今日零点（本地时间）以来的付款</translation>
    </message>
    <message>
        <source>Waiting for the first figures…</source>
        <translation>正在等待第一批数据…</translation>
    </message>
    <message>
        <source>Zoomed in: %1 to %2</source>
        <translation>已放大：%1 至 %2</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>已暂停于 %1</translation>
    </message>
    <message>
        <source>%1 today, %2</source>
        <translation>今日 %1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 个订单</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::PackingModel</name>
    <message>
        <source>%1, %2 of %3 picked</source>
        <translation>%1，已拣 %2 / %3</translation>
    </message>
</context>
<context>
    <name>zg::ui::PackingSession</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message numerus="yes">
        <source>Scan the products: %n piece(s) missing.</source>
        <translation>
            <numerusform>请扫描商品：还差 %n 件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Scan the tracking number.</source>
        <translation>请扫描运单号。</translation>
    </message>
    <message>
        <source>Press Enter for the next order.</source>
        <translation>按回车处理下一单。</translation>
    </message>
    <message>
        <source>Press Enter to look again, or scan an order number.</source>
        <translation>按回车再查一次，或扫描订单号。</translation>
    </message>
    <message>
        <source>Skipped ones</source>
        <translation>跳过的订单</translation>
    </message>
    <message>
        <source>Only orders that were skipped are left.</source>
        <translation>只剩下跳过的订单。</translation>
    </message>
    <message>
        <source>No order</source>
        <translation>没有订单</translation>
    </message>
    <message>
        <source>No order is open. %1</source>
        <translation>没有打开的订单。%1</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>还不行</translation>
    </message>
    <message>
        <source>“%1” is no product&apos;s number, and pieces are still missing. %2</source>
        <translation>“%1”不是商品编号，而且还没拣齐。%2</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>商品不对</translation>
    </message>
    <message>
        <source>Product %1 is not in this order. Put it back.</source>
        <translation>这一单里没有商品 %1，请放回。</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>数量过多</translation>
    </message>
    <message>
        <source>%1: the order has %2. Put what is too much back.</source>
        <translation>%1：这一单只要 %2 件，多的请放回。</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已拣齐</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>已拣</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>One tick less: %1</source>
        <translation>撤回一次：%1</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的</translation>
    </message>
    <message>
        <source>Nothing of this order is picked. %1</source>
        <translation>这一单还没有拣货。%1</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Order %1 comes again after the others.</source>
        <translation>订单 %1 会在其他订单之后再来。</translation>
    </message>
    <message>
        <source>Open already</source>
        <translation>已经打开</translation>
    </message>
    <message>
        <source>This is order %1. %2</source>
        <translation>这就是订单 %1。%2</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>未打开</translation>
    </message>
    <message>
        <source>%1 Order %2 is kept: press Enter to try again.</source>
        <translation>%1订单号 %2 已保留：按回车重试。</translation>
    </message>
    <message>
        <source>No such order</source>
        <translation>没有此订单</translation>
    </message>
    <message>
        <source>There is no order %1. Scan it again.</source>
        <translation>没有订单 %1，请重新扫描。</translation>
    </message>
    <message>
        <source>Not to be packed</source>
        <translation>不能打包</translation>
    </message>
    <message>
        <source>Order %1 does not wait to be shipped: %2.</source>
        <translation>订单 %1 不是待发货：%2。</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>No tracking number</source>
        <translation>不是运单号</translation>
    </message>
    <message>
        <source>“%1” is no tracking number: those have %2 letters and digits or more. Scan the parcel&apos;s label.</source>
        <translation>“%1”不是运单号：运单号至少有 %2 位字母或数字。请扫描面单。</translation>
    </message>
    <message>
        <source>Used already</source>
        <translation>已用过</translation>
    </message>
    <message>
        <source>%1 went with order %2. Scan the right label, or this one once more if both are in one parcel.</source>
        <translation>%1 已用于订单 %2。请扫描正确的面单；若两单合一个包裹，再扫一次即可。</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>已发货</translation>
    </message>
    <message>
        <source>Order %1 with %2</source>
        <translation>订单 %1，运单号 %2</translation>
    </message>
    <message>
        <source>Not shipped</source>
        <translation>未发货</translation>
    </message>
    <message>
        <source>%1 What is picked and the tracking number %2 are kept: press Enter to send it again.</source>
        <translation>%1已拣的货和运单号 %2 都已保留：按回车重新提交。</translation>
    </message>
    <message>
        <source>The order was changed meanwhile. Press Enter to send it again.</source>
        <translation>订单刚才有改动。按回车重新提交。</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>It was shipped at another desk with %1.</source>
        <translation>已在另一工作台发货，运单号 %1。</translation>
    </message>
    <message>
        <source>%1 has shipped it at another desk with %2.</source>
        <translation>%1 已在另一工作台发货，运单号 %2。</translation>
    </message>
    <message>
        <source>The customer wants the money back: it must not be shipped.</source>
        <translation>客户申请退款：不得发货。</translation>
    </message>
    <message>
        <source>The money was given back: it must not be shipped.</source>
        <translation>已经退款：不得发货。</translation>
    </message>
    <message>
        <source>It was cancelled: it must not be shipped.</source>
        <translation>已取消：不得发货。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停下</translation>
    </message>
    <message>
        <source>Order %1: %2 Put the goods back, then press Enter for the next order.</source>
        <translation>订单 %1：%2请把货放回，然后按回车处理下一单。</translation>
    </message>
</context>
<context>
    <name>zg::ui::PackingWindow</name>
    <message>
        <source>Packing</source>
        <translation>打包</translation>
    </message>
    <message>
        <source>What is to be picked</source>
        <translation>要拣的商品</translation>
    </message>
    <message>
        <source>Scan or type, then Enter</source>
        <translation>扫描或输入，然后回车</translation>
    </message>
    <message>
        <source>Undo the last tick</source>
        <translation>撤销上一次</translation>
    </message>
    <message>
        <source>Takes the last tick back; the word UNDO, scanned, does the same</source>
        <translation>撤回上一次拣货；扫描 UNDO 效果相同</translation>
    </message>
    <message>
        <source>Skip this order</source>
        <translation>跳过这一单</translation>
    </message>
    <message>
        <source>It comes again after the others; the word SKIP, scanned, does the same</source>
        <translation>它会在其他订单之后再来；扫描 SKIP 效果相同</translation>
    </message>
    <message>
        <source>Sound is on</source>
        <translation>声音：开</translation>
    </message>
    <message>
        <source>Sound is off</source>
        <translation>声音：关</translation>
    </message>
    <message>
        <source>A beep when something is wrong</source>
        <translation>出错时响一声</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Back to the list; what is picked is kept</source>
        <translation>回到列表，已拣的会保留</translation>
    </message>
    <message>
        <source>Looking for the next order</source>
        <translation>正在查找下一单</translation>
    </message>
    <message>
        <source>The orders could not be read</source>
        <translation>无法读取订单</translation>
    </message>
    <message>
        <source>It is tried again all the time.</source>
        <translation>会一直自动重试。</translation>
    </message>
    <message>
        <source>Nothing waits to be packed</source>
        <translation>没有待打包的订单</translation>
    </message>
    <message>
        <source>A new order comes up here by itself as soon as it is paid.</source>
        <translation>新订单一付款就会自动出现在这里。</translation>
    </message>
    <message>
        <source>Order %1</source>
        <translation>订单 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 pieces picked</source>
        <translation>已拣 %1 / %2 件</translation>
    </message>
    <message>
        <source>No address: to be fetched</source>
        <translation>没有地址：自提</translation>
    </message>
    <message>
        <source>Remark: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>%1 packed today</source>
        <translation>今天已打包 %1 单</translation>
    </message>
    <message>
        <source>%1 of %2 today</source>
        <translation>今天 %1 / %2</translation>
    </message>
    <message>
        <source>Packed at this desk today, and with those that wait</source>
        <translation>今天在此工作台打包的，以及加上等待中的</translation>
    </message>
    <message>
        <source>Scan a product</source>
        <translation>请扫描商品</translation>
    </message>
    <message>
        <source>Product number, 3*17 for three of them, or an order number</source>
        <translation>商品编号；三件写作 3*17；或订单号</translation>
    </message>
    <message>
        <source>Scan the tracking number: then the order is shipped</source>
        <translation>请扫描运单号：扫描后即发货</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Shipping…</source>
        <translation>正在发货…</translation>
    </message>
    <message>
        <source>Put the goods back, then Enter</source>
        <translation>请把货放回，然后回车</translation>
    </message>
    <message>
        <source>Enter, or an order number</source>
        <translation>回车，或订单号</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Enter looks again</source>
        <translation>按回车再查一次</translation>
    </message>
</context>
<context>
    <name>zg::ui::PlanModel</name>
    <message>
        <source>Reads the whole table</source>
        <translation>读取整张表</translation>
    </message>
    <message>
        <source>Sorts what it found</source>
        <translation>对结果排序</translation>
    </message>
    <message>
        <source>By index</source>
        <translation>走索引</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
</context>
<context>
    <name>zg::ui::PoolCells</name>
    <message>
        <source>Leaked? %1</source>
        <translation>疑似泄漏 %1</translation>
    </message>
    <message>
        <source>Idle %1</source>
        <translation>空闲 %1</translation>
    </message>
    <message>
        <source>In use %1</source>
        <translation>使用中 %1</translation>
    </message>
    <message>
        <source>Checked %1</source>
        <translation>检查中 %1</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Broken %1</source>
        <translation>已断开 %1</translation>
    </message>
    <message>
        <source>Writer %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>Replica %1</source>
        <translation>副本 %1</translation>
    </message>
    <message>
        <source>Reader %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>%1 has been running for %2</source>
        <translation>%1 已运行 %2</translation>
    </message>
    <message>
        <source>Its last statement: %1</source>
        <translation>最后的语句：%1</translation>
    </message>
    <message>
        <source>Open for %1, lent %2 times</source>
        <translation>已打开 %1，借出 %2 次</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>%1 之后</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductEditor</name>
    <message>
        <source>What you typed here before is back. Save it with Ctrl+S, or revert with Esc.</source>
        <translation>之前输入的内容已恢复。按 Ctrl+S 保存，按 Esc 放弃。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>新商品</translation>
    </message>
    <message>
        <source>Not in the store yet</source>
        <translation>尚未加入店铺</translation>
    </message>
    <message>
        <source>No. %1 · %2 sold · version %3</source>
        <translation>编号 %1 · 已售 %2 · 版本 %3</translation>
    </message>
    <message>
        <source>Made %1
Changed %2</source>
        <translation>创建于 %1
修改于 %2</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Add to the store</source>
        <translation>加入店铺</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>What is on the shelf at first</source>
        <translation>初始库存</translation>
    </message>
    <message>
        <source>%1 now. Type 105 for what was counted, +5 for what came in.</source>
        <translation>现有 %1。输入 105 表示盘点数，+5 表示入库数。</translation>
    </message>
    <message>
        <source>Not a number that can be on the shelf</source>
        <translation>不是有效的库存数</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>无图片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Picture at
%1</source>
        <translation>图片地址
%1</translation>
    </message>
    <message>
        <source>No picture there</source>
        <translation>该地址没有图片</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Cate&amp;gory</source>
        <translation>分类(&amp;G)</translation>
    </message>
    <message>
        <source>P&amp;rice ¥</source>
        <translation>价格 ¥(&amp;R)</translation>
    </message>
    <message>
        <source>Stat&amp;us</source>
        <translation>状态(&amp;U)</translation>
    </message>
    <message>
        <source>P&amp;icture</source>
        <translation>图片(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>描述(&amp;D)</translation>
    </message>
    <message>
        <source>Stoc&amp;k</source>
        <translation>库存(&amp;K)</translation>
    </message>
    <message>
        <source>Address of a picture</source>
        <translation>图片地址</translation>
    </message>
    <message>
        <source>105 or +5</source>
        <translation>105 或 +5</translation>
    </message>
    <message>
        <source>Why, e.g. counted at the desk</source>
        <translation>原因，如：柜台盘点</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Changes the stock; the note goes into the history (Enter)</source>
        <translation>修改库存；备注记入历史（回车）</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>保存（Ctrl+S）</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Forget what was typed (Esc)</source>
        <translation>放弃已输入的内容（Esc）</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Details and history of the product</source>
        <translation>商品的详情与历史</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Every change of the stock: when, why, by whom (Ctrl+H)</source>
        <translation>每次库存变动：时间、原因、操作人（Ctrl+H）</translation>
    </message>
    <message>
        <source>Stock, counted or changed by</source>
        <translation>库存：盘点数或变动数</translation>
    </message>
    <message>
        <source>Note on the stock change</source>
        <translation>库存变动备注</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Price in yuan</source>
        <translation>价格（元）</translation>
    </message>
    <message>
        <source>Somebody else changed this product meanwhile.</source>
        <translation>其他人刚刚修改了此商品。</translation>
    </message>
    <message>
        <source>What you typed is kept: save again to put it in place.</source>
        <translation>您的输入已保留：再次保存即可覆盖。</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方的</translation>
    </message>
    <message>
        <source>A product needs a name of 1 to 200 characters.</source>
        <translation>商品名称须为 1 到 200 个字符。</translation>
    </message>
    <message>
        <source>The price must be an amount like 12.34, at most 100,000,000.00.</source>
        <translation>价格须形如 12.34，最高 100,000,000.00。</translation>
    </message>
    <message>
        <source>The stock must be a whole number: 105 is what was counted, +5 what came in.</source>
        <translation>库存须为整数：105 表示盘点数，+5 表示入库数。</translation>
    </message>
    <message>
        <source>What you typed is kept.</source>
        <translation>您的输入已保留。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Give up the new product (Esc)</source>
        <translation>放弃新商品（Esc）</translation>
    </message>
    <message>
        <source>The stock adjustment you typed is back. Enter makes it, Esc forgets it.</source>
        <translation>您输入的库存调整已恢复。回车执行，Esc 放弃。</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductHistory</name>
    <message>
        <source>Reading the history</source>
        <translation>正在读取历史</translation>
    </message>
    <message>
        <source>The history could not be read</source>
        <translation>无法读取历史</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The history was not read.</source>
        <translation>历史未读取。</translation>
    </message>
    <message>
        <source>Read it now</source>
        <translation>立即读取</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>还没有变动</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Orders, adjustments of the stock and edits will be listed here.</source>
        <translation>订单、库存调整和编辑都会列在这里。</translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation>撤销此更改</translation>
    </message>
    <message>
        <source>Choose a line of the history to set back what it changed (%1)</source>
        <translation>选择一行历史，把它的更改恢复原状（%1）</translation>
    </message>
    <message>
        <source>Sets back what this line changed; the history keeps both (%1)</source>
        <translation>恢复此行更改之前的样子，历史保留两者（%1）</translation>
    </message>
    <message>
        <source>Prices, names, the shelf and adjustments of the stock can be set back here; an order is cancelled or refunded on its own page</source>
        <translation>这里可以恢复价格、名称、上下架和库存调整；订单请在订单页取消或退款</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductModel</name>
    <message>
        <source>Sort: newest first</source>
        <translation>排序：最新在前</translation>
    </message>
    <message>
        <source>Sort by price. F2 or Enter on a price changes it</source>
        <translation>按价格排序。在价格上按 F2 或回车可修改</translation>
    </message>
    <message>
        <source>F2 or Enter on a stock changes it: 105 is what was counted, +5 is what came in</source>
        <translation>在库存上按 F2 或回车可修改：105 为盘点数，+5 为入库数</translation>
    </message>
    <message>
        <source>Sort: best sellers first</source>
        <translation>排序：热销在前</translation>
    </message>
    <message>
        <source>Being saved</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>售罄</translation>
    </message>
    <message>
        <source>%1: changes that are not saved yet</source>
        <translation>%1：有未保存的改动</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsActions</name>
    <message>
        <source>New product</source>
        <translation>新建商品</translation>
    </message>
    <message>
        <source>Adds a product to the store</source>
        <translation>向店铺添加商品</translation>
    </message>
    <message>
        <source>Save the product</source>
        <translation>保存商品</translation>
    </message>
    <message>
        <source>Saves what the editor changed</source>
        <translation>保存编辑器中的更改</translation>
    </message>
    <message>
        <source>Put on sale</source>
        <translation>上架</translation>
    </message>
    <message>
        <source>Puts what is selected on the shelf, with an Undo</source>
        <translation>将所选商品上架，可撤销</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>下架</translation>
    </message>
    <message>
        <source>Takes what is selected off the shelf, with an Undo</source>
        <translation>将所选商品下架，可撤销</translation>
    </message>
    <message>
        <source>Adjust stock</source>
        <translation>调整库存</translation>
    </message>
    <message>
        <source>Changes the stock, with a note</source>
        <translation>修改库存并附备注</translation>
    </message>
    <message>
        <source>Stock history</source>
        <translation>库存历史</translation>
    </message>
    <message>
        <source>Shows who changed the stock, when and why</source>
        <translation>显示谁在何时因何修改了库存</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Takes what is selected out of the store for good; orders keep their copy</source>
        <translation>将所选商品永久移出店铺；订单保留其副本</translation>
    </message>
    <message>
        <source>Import CSV…</source>
        <translation>导入 CSV…</translation>
    </message>
    <message>
        <source>Reads products from a file and shows first what would change</source>
        <translation>从文件读取商品，先显示将发生的更改</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Writes every product of this list to a CSV or XLSX file</source>
        <translation>把列表中的全部商品写入 CSV 或 XLSX 文件</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Reads the list again</source>
        <translation>重新读取列表</translation>
    </message>
    <message>
        <source>On sale already</source>
        <translation>已在售</translation>
    </message>
    <message>
        <source>Off the shelf already</source>
        <translation>已是下架状态</translation>
    </message>
    <message>
        <source>%1 is on sale</source>
        <translation>%1 已上架</translation>
    </message>
    <message>
        <source>%1 is off the shelf</source>
        <translation>%1 已下架</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) put on sale</source>
        <translation>
            <numerusform>%n 件商品已上架</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) taken off the shelf</source>
        <translation>
            <numerusform>%n 件商品已下架</numerusform>
        </translation>
    </message>
    <message>
        <source>kept the status they had</source>
        <translation>保持原状态</translation>
    </message>
    <message>
        <source>Putting on sale</source>
        <translation>正在上架</translation>
    </message>
    <message>
        <source>Taking off the shelf</source>
        <translation>正在下架</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 are done, the others are as they were.</source>
        <translation>已停止：完成 %1 / %2，其余保持原样。</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) %1: %2</source>
        <translation>
            <numerusform>%n 件商品%1：%2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete “%1” for good?</source>
        <translation>要永久删除“%1”吗？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n product(s) for good?</source>
        <translation>
            <numerusform>要永久删除 %n 件商品吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone. Orders keep their copy of it.</source>
        <translation>此操作无法撤销。订单保留其副本。</translation>
    </message>
    <message>
        <source>Delete “%1”</source>
        <translation>删除“%1”</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n product(s)</source>
        <translation>
            <numerusform>删除 %n 件商品</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) deleted</source>
        <translation>
            <numerusform>已删除 %n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>are still there</source>
        <translation>仍然保留</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Change many…</source>
        <translation>批量更改…</translation>
    </message>
    <message>
        <source>One change of price, stock or category for what is selected, shown first</source>
        <translation>对所选商品统一更改价格、库存或分类，先预览</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsBulk</name>
    <message>
        <source>bulk change undone</source>
        <translation>批量更改已撤销</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsBulkDialog</name>
    <message>
        <source>Change many products</source>
        <translation>批量更改商品</translation>
    </message>
    <message>
        <source>Price by percent</source>
        <translation>价格按百分比</translation>
    </message>
    <message>
        <source>Price by an amount</source>
        <translation>价格加减金额</translation>
    </message>
    <message>
        <source>Price to</source>
        <translation>价格改为</translation>
    </message>
    <message>
        <source>Stock by</source>
        <translation>库存加减</translation>
    </message>
    <message>
        <source>Category to</source>
        <translation>分类改为</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Change</source>
        <translation>更改(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;By</source>
        <translation>幅度(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Round to</source>
        <translation>取整到(&amp;R)</translation>
    </message>
    <message>
        <source>Ca&amp;tegory</source>
        <translation>分类(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>备注(&amp;N)</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>将要更改的内容</translation>
    </message>
    <message>
        <source>-10 or +12.5, in percent</source>
        <translation>-10 或 +12.5，百分比</translation>
    </message>
    <message>
        <source>-2 or +0.50, in yuan</source>
        <translation>-2 或 +0.50，元</translation>
    </message>
    <message>
        <source>9.90, in yuan</source>
        <translation>9.90，元</translation>
    </message>
    <message>
        <source>+20 or -3, in pieces</source>
        <translation>+20 或 -3，件</translation>
    </message>
    <message>
        <source>bulk change</source>
        <translation>批量更改</translation>
    </message>
    <message>
        <source>Nothing is changed yet. Say by how much.</source>
        <translation>尚未更改。请填写幅度。</translation>
    </message>
    <message>
        <source>“%1” is no figure with two decimals at most.</source>
        <translation>“%1”不是最多两位小数的数。</translation>
    </message>
    <message>
        <source>Between -100 and +%1 percent, please.</source>
        <translation>请填写 -100 到 +%1 之间的百分比。</translation>
    </message>
    <message>
        <source>“%1” is no number of pieces.</source>
        <translation>“%1”不是件数。</translation>
    </message>
    <message>
        <source>Nothing to change</source>
        <translation>没有要更改的</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Changing</source>
        <translation>正在更改</translation>
    </message>
    <message numerus="yes">
        <source>Change %n product(s)</source>
        <translation>
            <numerusform>更改 %n 件商品</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is changed yet. %n would change</source>
        <translation>
            <numerusform>尚未更改。%n 件将更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would stay as they are</source>
        <translation>
            <numerusform>%n 件不变</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be changed so and will be left out</source>
        <translation>
            <numerusform>%n 件不能这样更改，将略过</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed.</source>
        <translation>
            <numerusform>已更改 %n 件商品。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were not: the lines say why.</source>
        <translation>
            <numerusform>%n 件没有更改，原因见各行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not begun, because it was stopped.</source>
        <translation>
            <numerusform>%n 件尚未开始，因为已停止。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsDelegate</name>
    <message>
        <source>An amount like 12.34</source>
        <translation>形如 12.34 的金额</translation>
    </message>
    <message>
        <source>105 is what was counted, +5 what came in</source>
        <translation>105 为盘点数，+5 为入库数</translation>
    </message>
    <message>
        <source>Price in yuan</source>
        <translation>价格（元）</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsEdits</name>
    <message>
        <source>counted at the desk</source>
        <translation>柜台盘点</translation>
    </message>
    <message>
        <source>“%1” is kept in its cell, not saved.</source>
        <translation>“%1”保留在单元格中，尚未保存。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Price of %1: %2 → %3</source>
        <translation>%1 的价格：%2 → %3</translation>
    </message>
    <message>
        <source>Somebody else changed this product meanwhile: not saved</source>
        <translation>其他人刚刚修改了此商品：未保存</translation>
    </message>
    <message>
        <source>Somebody else changed %1 meanwhile%2. Your price %3 is kept in its cell, not saved.</source>
        <translation>其他人刚刚修改了 %1%2。您输入的价格 %3 保留在单元格中，尚未保存。</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>保存 %1</translation>
    </message>
    <message>
        <source>Stock of %1: %2</source>
        <translation>%1 的库存：%2</translation>
    </message>
    <message>
        <source>undone at the desk</source>
        <translation>柜台撤销</translation>
    </message>
    <message>
        <source>%1 is saved</source>
        <translation>%1 已保存</translation>
    </message>
    <message>
        <source>%1 is not saved: %2 What was typed is kept there.</source>
        <translation>%1 未保存：%2 输入的内容保留在原处。</translation>
    </message>
    <message>
        <source>The new product is not saved: %1 Ctrl+N brings back what was typed.</source>
        <translation>新商品未保存：%1 按 Ctrl+N 找回输入的内容。</translation>
    </message>
    <message>
        <source>%1 is in the store, number %2</source>
        <translation>%1 已加入店铺，编号 %2</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsImport</name>
    <message>
        <source>there is no product %1; leave the id empty to add one</source>
        <translation>没有商品 %1；新增商品请将编号留空</translation>
    </message>
    <message>
        <source>CSV import: %1</source>
        <translation>CSV 导入：%1</translation>
    </message>
    <message>
        <source>All but the stock is saved. %1</source>
        <translation>除库存外均已保存。%1</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsImportDialog</name>
    <message>
        <source>Import products</source>
        <translation>导入商品</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Lines of the file</source>
        <translation>文件各行</translation>
    </message>
    <message>
        <source>Nothing to apply</source>
        <translation>没有可应用的更改</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>应用 %n 项更改</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Nothing is changed before you say so.</source>
        <translation>在您确认之前不会做任何更改。</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Comparing with the store</source>
        <translation>正在与店铺比较</translation>
    </message>
    <message>
        <source>Nothing is changed yet. This is what applying it would change.</source>
        <translation>尚未更改。以下是应用后将发生的更改。</translation>
    </message>
    <message numerus="yes">
        <source>Nothing is changed yet. %n line(s) cannot be taken and will be left out.</source>
        <translation>
            <numerusform>尚未更改。有 %n 行无法采用，将被略过。</numerusform>
        </translation>
    </message>
    <message>
        <source>Applying</source>
        <translation>正在应用</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) applied.</source>
        <translation>
            <numerusform>已应用 %n 项更改。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed: the lines say why, and nothing of them is lost in the file.</source>
        <translation>
            <numerusform>%n 项失败：各行注明了原因，文件内容没有丢失。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not begun, because it was stopped.</source>
        <translation>
            <numerusform>因停止而有 %n 项未开始。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未做任何更改。</translation>
    </message>
    <message>
        <source>The file cannot be imported</source>
        <translation>无法导入该文件</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The file was not compared to the end.</source>
        <translation>文件未比较完。</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsPage</name>
    <message>
        <source>The list is not up to date: the store does not answer. It is tried again every few seconds.</source>
        <translation>列表不是最新：店铺没有响应，每隔几秒重试一次。</translation>
    </message>
    <message>
        <source>Import products</source>
        <translation>导入商品</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <source>Export products</source>
        <translation>导出商品</translation>
    </message>
    <message>
        <source>CSV, can be imported again (*.csv)</source>
        <translation>CSV，可再次导入 (*.csv)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 件商品写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was not written. An older file of that name is as it was.</source>
        <translation>导出未写入。原有的同名文件未受影响。</translation>
    </message>
    <message>
        <source>Reading the products</source>
        <translation>正在读取商品</translation>
    </message>
    <message>
        <source>The products could not be read</source>
        <translation>无法读取商品</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The list was not read.</source>
        <translation>列表未读取。</translation>
    </message>
    <message>
        <source>Read it now</source>
        <translation>立即读取</translation>
    </message>
    <message>
        <source>No product is like that</source>
        <translation>没有符合条件的商品</translation>
    </message>
    <message>
        <source>Another word, or fewer filters, may find it.</source>
        <translation>换个词，或减少筛选条件试试。</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No products yet</source>
        <translation>还没有商品</translation>
    </message>
    <message>
        <source>Add the first one with Ctrl+N, or bring a whole list with Ctrl+I.</source>
        <translation>按 Ctrl+N 添加第一件，或按 Ctrl+I 导入整份清单。</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>新商品</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 loaded, more as you scroll</source>
        <translation>已加载 %1，滚动可继续加载</translation>
    </message>
    <message>
        <source>the next ones could not be read, scroll again to retry</source>
        <translation>后续内容读取失败，再次滚动可重试</translation>
    </message>
    <message>
        <source>reading more</source>
        <translation>正在读取更多</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Product %1: %2</source>
        <translation>商品 %1：%2</translation>
    </message>
    <message>
        <source>Every status</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Cheapest first</source>
        <translation>价格从低到高</translation>
    </message>
    <message>
        <source>Dearest first</source>
        <translation>价格从高到低</translation>
    </message>
    <message>
        <source>Best sellers first</source>
        <translation>热销在前</translation>
    </message>
    <message>
        <source>Every category</source>
        <translation>全部分类</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>按名称搜索</translation>
    </message>
    <message>
        <source>Part of a name (Ctrl+F)</source>
        <translation>名称的一部分（Ctrl+F）</translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation>按状态筛选</translation>
    </message>
    <message>
        <source>Filter by category</source>
        <translation>按分类筛选</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>a new product</source>
        <translation>一件新商品</translation>
    </message>
    <message numerus="yes">
        <source>changes of %n product(s)</source>
        <translation>
            <numerusform>%n 件商品的改动</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) set back</source>
        <translation>
            <numerusform>已恢复 %n 件商品</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not: somebody changed them again</source>
        <translation>
            <numerusform>%n 件未恢复：有人又更改了</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed</source>
        <translation>
            <numerusform>已更改 %n 件商品</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsReversals</name>
    <message>
        <source>%1 is as it was before that change already</source>
        <translation>%1 已是那次更改之前的样子</translation>
    </message>
    <message>
        <source>%1 was changed again since (%2). Nothing was set back.</source>
        <translation>%1 此后又被更改（%2），没有恢复。</translation>
    </message>
    <message>
        <source>Set back anyway</source>
        <translation>仍然恢复</translation>
    </message>
    <message>
        <source>set back from the history</source>
        <translation>由历史恢复</translation>
    </message>
    <message>
        <source>Stock of %1: %2</source>
        <translation>%1 的库存：%2</translation>
    </message>
    <message>
        <source>%1 was not set back: %2</source>
        <translation>%1 没有恢复：%2</translation>
    </message>
</context>
<context>
    <name>zg::ui::ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops here. What is done stays done.</source>
        <translation>到此停止，已完成的保持不变。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>zg::ui::Rail</name>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1（Ctrl+%2）</translation>
    </message>
    <message>
        <source>Zhanggui</source>
        <extracomment>The program&apos;s name at the head of the rail.</extracomment>
        <translation>掌柜</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>已登录：%1</translation>
    </message>
    <message>
        <source>Signed in as %1; what is done is recorded under this name. Click to sign out.</source>
        <translation>已登录：%1；所做操作都记在此名下。点击退出登录。</translation>
    </message>
    <message>
        <source>Sign in with a staff account</source>
        <translation>用员工账号登录</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Appearance, language, node (F10)</source>
        <translation>外观、语言、节点（F10）</translation>
    </message>
</context>
<context>
    <name>zg::ui::ReplayBar</name>
    <message>
        <source>Recording of %1, %2 %3–%4</source>
        <translation>%1 的记录，%2 %3–%4</translation>
    </message>
    <message>
        <source>The end of the file is damaged or missing; it is left out.</source>
        <translation>文件末尾损坏或缺失，已略去。</translation>
    </message>
    <message>
        <source>Written by Zhanggui %1</source>
        <translation>由掌柜 %1 写成</translation>
    </message>
    <message>
        <source>A second back or on (Left, Right), ten seconds (with Shift), to an end (Home, End); F6 comes back here</source>
        <translation>前后一秒（← →），十秒（加 Shift），首尾（Home、End）；F6 回到这里</translation>
    </message>
    <message>
        <source>Moment of the recording</source>
        <translation>记录的时刻</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
</context>
<context>
    <name>zg::ui::RequestsDetail</name>
    <message>
        <source>Where its time went</source>
        <translation>时间花在哪里</translation>
    </message>
    <message>
        <source>Copy the request id</source>
        <translation>复制请求号</translation>
    </message>
    <message>
        <source>Copy the request id, to find it in the log (Ctrl+Shift+C)</source>
        <translation>复制请求号，以便在日志中查找（Ctrl+Shift+C）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>回到列表（Esc）</translation>
    </message>
    <message>
        <source>slow, too</source>
        <translation>也慢</translation>
    </message>
    <message>
        <source>the client left</source>
        <translation>客户端已离开</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more statement(s), %1</source>
        <translation>
            <numerusform>另有 %n 条语句，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: its text is listed once it was slow itself.</source>
        <translation>%1：语句本身变慢之后才会列出其文本。</translation>
    </message>
</context>
<context>
    <name>zg::ui::RequestsPage</name>
    <message>
        <source>Routes</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Single requests</source>
        <translation>单个请求</translation>
    </message>
    <message>
        <source>Which requests are listed</source>
        <translation>列出哪些请求</translation>
    </message>
    <message>
        <source>Slow and failed</source>
        <translation>慢与失败</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>What took unusually long, and what the server could not answer</source>
        <translation>耗时异常的，以及服务器无法应答的</translation>
    </message>
    <message>
        <source>What took longer than 99 of 100 requests of its route</source>
        <translation>比同路由 99 % 的请求都慢的</translation>
    </message>
    <message>
        <source>What the server could not answer (5xx)</source>
        <translation>服务器无法应答的（5xx）</translation>
    </message>
    <message>
        <source>What was not allowed, not possible (4xx), or shed</source>
        <translation>不被允许、无法做到（4xx）或被限流的</translation>
    </message>
    <message>
        <source>Also some ordinary ones, to compare with</source>
        <translation>也包括一些普通请求，供比较</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show where this request&apos;s time went (Enter)</source>
        <translation>查看这个请求的时间花在哪里（Enter）</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
    <message>
        <source>Copy all requests that are listed, for a spreadsheet (Ctrl+E)</source>
        <translation>复制列出的所有请求，供电子表格使用（Ctrl+E）</translation>
    </message>
    <message>
        <source>List the requests of every route again (Backspace)</source>
        <translation>重新列出所有路由的请求（Backspace）</translation>
    </message>
    <message>
        <source>%1 per second · %2 in flight · p99 %3</source>
        <translation>每秒 %1 · 处理中 %2 · p99 %3</translation>
    </message>
    <message>
        <source>No request yet</source>
        <translation>还没有请求</translation>
    </message>
    <message>
        <source>Each route appears here with its figures as soon as somebody asks for it.</source>
        <translation>一有人请求，相应的路由和数字就会出现在这里。</translation>
    </message>
    <message>
        <source>None of this route in the last five minutes</source>
        <translation>最近五分钟没有这个路由的请求</translation>
    </message>
    <message>
        <source>Requests of other routes may be there.</source>
        <translation>其他路由可能有。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>No request in the last five minutes</source>
        <translation>最近五分钟没有请求</translation>
    </message>
    <message>
        <source>Slow and failed ones are kept here, and of the others a few each second.</source>
        <translation>慢的和失败的都会留在这里，其余的每秒留几个。</translation>
    </message>
    <message>
        <source>No request was refused or shed in the last five minutes</source>
        <translation>最近五分钟没有请求被拒或被限流</translation>
    </message>
    <message>
        <source>Asking without a token, or for what there is not, is not listed: clients do it all day.</source>
        <translation>没带令牌或请求不存在的内容不列出：客户端整天都在这么做。</translation>
    </message>
    <message>
        <source>No request was slow or failed in the last five minutes</source>
        <translation>最近五分钟没有慢的或失败的请求</translation>
    </message>
    <message>
        <source>Slow is what takes longer than 99 of 100 requests of its route, and at least 10 ms.</source>
        <translation>比同路由 99 % 的请求都慢，且至少 10 毫秒，才算慢。</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅 %1</translation>
    </message>
</context>
<context>
    <name>zg::ui::SalesPage</name>
    <message>
        <source>Adding up the sales</source>
        <translation>正在统计销售</translation>
    </message>
    <message>
        <source>Export sales</source>
        <translation>导出销售</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>sales</source>
        <translation>销售</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>The export was not written. An older file of that name is as it was.</source>
        <translation>导出未写入，同名的旧文件保持原样。</translation>
    </message>
    <message>
        <source>Orders count where they were paid, also if refunded later.</source>
        <translation>订单按付款时间计入，后来退款的也算。</translation>
    </message>
    <message>
        <source>The range is too long</source>
        <translation>时间范围太长</translation>
    </message>
    <message numerus="yes">
        <source>At most %n day(s) are added up at once.</source>
        <translation>
            <numerusform>一次最多统计 %n 天。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The sales were not added up.</source>
        <translation>没有统计销售。</translation>
    </message>
    <message>
        <source>Add them up now</source>
        <translation>现在统计</translation>
    </message>
    <message>
        <source>The sales could not be read</source>
        <translation>无法读取销售</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Before %1 nothing was read: %2 orders are added up at most.</source>
        <translation>%1 之前的没有读取：最多统计 %2 个订单。</translation>
    </message>
    <message>
        <source>A bar holds %1 orders at most; there were more.</source>
        <translation>每根柱最多计 %1 个订单，实际更多。</translation>
    </message>
    <message>
        <source>%1 refunds are counted at most; there were more.</source>
        <translation>最多计 %1 笔退款，实际更多。</translation>
    </message>
    <message>
        <source>Best sellers are counted in the newest %1 orders.</source>
        <translation>畅销商品只统计最近的 %1 个订单。</translation>
    </message>
    <message>
        <source>Orders paid</source>
        <translation>付款订单</translation>
    </message>
    <message>
        <source>Takings</source>
        <translation>销售额</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Average order</source>
        <translation>平均每单</translation>
    </message>
    <message>
        <source>Of the orders that were paid in this range: money, and number of orders</source>
        <translation>本时段付款的订单中：退款金额与笔数</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 单</numerusform>
        </translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>Takings in yuan, a bar each stretch of time</source>
        <translation>销售额（元），每段时间一根柱</translation>
    </message>
    <message>
        <source>Orders paid, a bar each stretch of time</source>
        <translation>付款订单数，每段时间一根柱</translation>
    </message>
    <message>
        <source>An hour each</source>
        <translation>每根柱一小时</translation>
    </message>
    <message>
        <source>A day each</source>
        <translation>每根柱一天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>起止日期</translation>
    </message>
    <message>
        <source>Takings (¥)</source>
        <translation>销售额（¥）</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>What the bars show</source>
        <translation>柱形显示什么</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To, that day included</source>
        <translation>到（含当日）</translation>
    </message>
    <message>
        <source>Best sellers</source>
        <translation>畅销商品</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Adds the sales up again (F5)</source>
        <translation>重新统计（F5）</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Writes bars, sums and best sellers to a CSV or XLSX file (Ctrl+E)</source>
        <translation>把各段、合计和畅销商品写入 CSV 或 XLSX 文件（Ctrl+E）</translation>
    </message>
    <message>
        <source>The figures are not up to date: the store does not answer. They are asked for again all the time.</source>
        <translation>数字不是最新的：商店没有回应。会一直自动重试。</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsAccountDialog</name>
    <message>
        <source>Account %1</source>
        <translation>账号 %1</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>新建账号</translation>
    </message>
    <message>
        <source>no limit of its own</source>
        <translation>不单独设上限</translation>
    </message>
    <message>
        <source>In yuan. Empty: any amount for an administrator, what the setting refund-limit says for staff.</source>
        <translation>单位为元。留空时：管理员不限，店员按设置项 refund-limit。</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>A new password signs the account out everywhere.</source>
        <translation>更换密码后，该账号在所有地方退出登录。</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Refunds up to</source>
        <translation>退款上限</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>An amount in yuan, such as 200 or 99.50.</source>
        <translation>请填写以元为单位的金额，例如 200 或 99.50。</translation>
    </message>
    <message>
        <source>A name has 1 to 64 characters, and no space at its ends.</source>
        <translation>名称为 1 到 64 个字符，首尾不能有空格。</translation>
    </message>
    <message>
        <source>A password has 6 to 128 characters.</source>
        <translation>密码为 6 到 128 个字符。</translation>
    </message>
    <message>
        <source>A nickname has at most 64 characters.</source>
        <translation>昵称最多 64 个字符。</translation>
    </message>
    <message>
        <source>A refund limit is at most ¥ 10,000,000.</source>
        <translation>退款上限最多为 ¥ 10,000,000。</translation>
    </message>
    <message>
        <source>This is the last administrator: the store would have none left.</source>
        <translation>这是最后一位管理员：店里不能没有管理员。</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsEditor</name>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Type the password too: what is shown here hides it.</source>
        <translation>请连同密码一起输入：这里显示的内容隐藏了密码。</translation>
    </message>
    <message>
        <source>It takes %1.</source>
        <translation>可取值：%1。</translation>
    </message>
    <message>
        <source>It cannot be set in the file: it comes from the environment or the command line alone.</source>
        <translation>不能写在文件中：只能来自环境变量或命令行。</translation>
    </message>
    <message>
        <source>Only an administrator can change settings.</source>
        <translation>只有管理员可以修改设置。</translation>
    </message>
    <message>
        <source>The environment sets it to %1 and wins: the file counts only without that.</source>
        <translation>环境变量已设为 %1 并优先：去掉它之后文件中的值才生效。</translation>
    </message>
    <message>
        <source>The command line sets it to %1 and wins: the file counts only without that.</source>
        <translation>命令行已设为 %1 并优先：去掉它之后文件中的值才生效。</translation>
    </message>
    <message>
        <source>It is %1 until the node restarts.</source>
        <translation>节点重启之前仍为 %1。</translation>
    </message>
    <message>
        <source>A change takes effect after a restart.</source>
        <translation>修改在重启后生效。</translation>
    </message>
    <message>
        <source>A change takes effect at once.</source>
        <translation>修改立即生效。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Writes it to the settings file (Enter)</source>
        <translation>写入设置文件（Enter）</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Takes it out of the settings file</source>
        <translation>从设置文件中去掉</translation>
    </message>
    <message>
        <source>Enter saves, Esc puts back what was</source>
        <translation>Enter 保存，Esc 还原</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsGeneral</name>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Search settings (Ctrl+F)</source>
        <translation>搜索设置（Ctrl+F）</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
    <message>
        <source>Copy all settings that are shown, for a spreadsheet (Ctrl+Shift+C)</source>
        <translation>复制当前显示的全部设置，可贴入表格（Ctrl+Shift+C）</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>Asks</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Keeps the store open</source>
        <translation>继续营业</translation>
    </message>
    <message>
        <source>Closes the store</source>
        <translation>打烊</translation>
    </message>
    <message>
        <source>It goes on serving from the tray, where the desktop has one</source>
        <translation>桌面有托盘时，在托盘中继续服务</translation>
    </message>
    <message>
        <source>Set on the command line as --name value, in the environment as ZHANGGUI_NAME, or in the settings file; later ones win in the order file, environment, command line.</source>
        <translation>可在设置文件、环境变量（ZHANGGUI_NAME）或命令行（--name value）中设置；按此顺序，后者优先。</translation>
    </message>
    <message>
        <source>Restart the node</source>
        <translation>重启节点</translation>
    </message>
    <message>
        <source>Requests under way are answered first; then the store is away for some seconds</source>
        <translation>先答复进行中的请求，随后店铺暂停服务几秒钟</translation>
    </message>
    <message>
        <source>No setting has “%1”</source>
        <translation>没有包含“%1”的设置</translation>
    </message>
    <message>
        <source>Try a shorter word, or part of a name.</source>
        <translation>换个更短的词，或名称的一部分。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>The node restarts with the new settings.</source>
        <translation>节点正以新设置重启。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) take effect after a restart</source>
        <translation>
            <numerusform>%n 项修改在重启后生效</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is as it was</source>
        <translation>%1 已还原</translation>
    </message>
    <message>
        <source>%1 is saved and in force</source>
        <translation>%1 已保存并生效</translation>
    </message>
    <message>
        <source>%1 is saved in the file; the %2 still wins</source>
        <translation>%1 已写入文件；%2仍然优先</translation>
    </message>
    <message>
        <source>%1 is saved and takes effect after a restart</source>
        <translation>%1 已保存，重启后生效</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsOperations</name>
    <message>
        <source>Reading what was done</source>
        <translation>正在读取操作记录</translation>
    </message>
    <message>
        <source>For administrators</source>
        <translation>仅限管理员</translation>
    </message>
    <message>
        <source>Sign in as one to see what staff did.</source>
        <translation>以管理员身份登录后可查看店员的操作。</translation>
    </message>
    <message>
        <source>What was done could not be read</source>
        <translation>操作记录读取失败</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Nothing like that was done</source>
        <translation>没有符合条件的操作</translation>
    </message>
    <message>
        <source>Fewer filters may find it.</source>
        <translation>减少筛选条件再试。</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>还没有记录</translation>
    </message>
    <message>
        <source>What staff do here or through the API is listed for half a year.</source>
        <translation>店员在这里或通过 API 所做的操作会保留半年。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再看一次</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n 条操作</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 loaded, more as you scroll</source>
        <translation>已加载 %1，滚动可继续加载</translation>
    </message>
    <message>
        <source>the next ones could not be read, scroll again to retry</source>
        <translation>后续内容读取失败，再次滚动可重试</translation>
    </message>
    <message>
        <source>Export operations</source>
        <translation>导出操作记录</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>operations</source>
        <translation>操作记录</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>操作记录</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) written to %1</source>
        <translation>
            <numerusform>%n 条操作已写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was not written: %1</source>
        <translation>导出未写入：%1</translation>
    </message>
    <message>
        <source>Search what was done</source>
        <translation>搜索操作记录</translation>
    </message>
    <message>
        <source>Part of what was worked on, of a value, a name or an address (Ctrl+F)</source>
        <translation>操作对象、值、姓名或地址的一部分（Ctrl+F）</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Only what one account did</source>
        <translation>只看一个账号的操作</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>所有操作</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Only one kind of operation</source>
        <translation>只看一类操作</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Writes all that fit the filters to a CSV file (Ctrl+E)</source>
        <translation>将符合筛选的全部记录写入 CSV 文件（Ctrl+E）</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Search settings (Ctrl+F)</source>
        <translation>搜索设置（Ctrl+F）</translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation>复制为 TSV</translation>
    </message>
    <message>
        <source>Copy all settings that are shown, for a spreadsheet (Ctrl+Shift+C)</source>
        <translation>复制当前显示的全部设置，可贴入表格（Ctrl+Shift+C）</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Set on the command line as --name value, in the environment as ZHANGGUI_NAME, or in the settings file; later ones win in the order file, environment, command line.</source>
        <translation>可在设置文件、环境变量（ZHANGGUI_NAME）或命令行（--name value）中设置；按此顺序，后者优先。</translation>
    </message>
    <message>
        <source>No setting has “%1”</source>
        <translation>没有包含“%1”的设置</translation>
    </message>
    <message>
        <source>Try a shorter word, or part of a name.</source>
        <translation>换个更短的词，或名称的一部分。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>Asks</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Keeps the store open</source>
        <translation>继续营业</translation>
    </message>
    <message>
        <source>Closes the store</source>
        <translation>打烊</translation>
    </message>
    <message>
        <source>It goes on serving from the tray, where the desktop has one</source>
        <translation>桌面有托盘时，在托盘中继续服务</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>店员账号</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>操作记录</translation>
    </message>
    <message>
        <source>%1 (Alt+%2)</source>
        <translation>%1（Alt+%2）</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsProblem</name>
    <message>
        <source>Zhanggui</source>
        <translation>掌柜</translation>
    </message>
    <message>
        <source>The store cannot be opened: a setting cannot be used</source>
        <translation>无法开店：有一项设置无法使用</translation>
    </message>
    <message>
        <source>Nothing was changed. Correct the setting; the window goes on by itself as soon as it can be used.</source>
        <translation>未做任何更改。请改正该设置；一旦可用，窗口会自动继续。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsStaff</name>
    <message>
        <source>For administrators</source>
        <translation>仅限管理员</translation>
    </message>
    <message>
        <source>Sign in as one to see the accounts of staff and to change them.</source>
        <translation>以管理员身份登录后可查看和修改店员账号。</translation>
    </message>
    <message>
        <source>The accounts could not be read</source>
        <translation>账号读取失败</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the accounts</source>
        <translation>正在读取账号</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>%1: a disabled account cannot sign in, and is signed out (Ctrl+Shift+D)</source>
        <translation>%1：停用的账号不能登录，并会退出登录（Ctrl+Shift+D）</translation>
    </message>
    <message>
        <source>%1 can sign in now</source>
        <translation>%1 现在可以登录</translation>
    </message>
    <message>
        <source>%1 is disabled</source>
        <translation>%1 已停用</translation>
    </message>
    <message>
        <source>%1 is changed</source>
        <translation>%1 已修改</translation>
    </message>
    <message>
        <source>%1 is as it was</source>
        <translation>%1 已还原</translation>
    </message>
    <message>
        <source>%1 can sign in again</source>
        <translation>%1 可以重新登录</translation>
    </message>
    <message>
        <source>%1 is disabled and signed out</source>
        <translation>%1 已停用并退出登录</translation>
    </message>
    <message numerus="yes">
        <source>%1 was signed out in %n place(s)</source>
        <translation>
            <numerusform>%1 已在 %n 处退出登录</numerusform>
        </translation>
    </message>
    <message>
        <source>This is the last administrator: the store would have none left.</source>
        <translation>这是最后一位管理员：店里不能没有管理员。</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>新建账号</translation>
    </message>
    <message>
        <source>A new account for staff (Ctrl+N)</source>
        <translation>新建店员账号（Ctrl+N）</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Nickname, role, refund limit, password (Enter, Ctrl+E)</source>
        <translation>昵称、角色、退款上限、密码（Enter，Ctrl+E）</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Gives the account another password and signs it out (Ctrl+Shift+P)</source>
        <translation>为账号设置新密码并使其退出登录（Ctrl+Shift+P）</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Ends all sessions of the account (Ctrl+Shift+O)</source>
        <translation>结束该账号的全部会话（Ctrl+Shift+O）</translation>
    </message>
    <message>
        <source>Accounts of staff</source>
        <translation>店员账号</translation>
    </message>
</context>
<context>
    <name>zg::ui::SignInPanel</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign in for %1</source>
        <translation>登录后使用“%1”</translation>
    </message>
    <message>
        <source>With a staff account. What you do is recorded under its name.</source>
        <translation>请使用员工账号。您的操作会记在该账号名下。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>用户名(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密码(&amp;P)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Sign in (Enter)</source>
        <translation>登录（回车）</translation>
    </message>
    <message>
        <source>The store is opening…</source>
        <translation>店铺正在开门…</translation>
    </message>
</context>
<context>
    <name>zg::ui::StatusStrip</name>
    <message>
        <source>The state of the node</source>
        <translation>节点的状态</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>地址已复制</translation>
    </message>
    <message>
        <source>The API&apos;s address; click to copy</source>
        <translation>API 地址；点击复制</translation>
    </message>
    <message>
        <source>req/s</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>Requests in the last second</source>
        <translation>最近一秒的请求数</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>99 of 100 answers in the last second were faster</source>
        <translation>最近一秒中 100 个应答里有 99 个快于此值</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Answers 5xx in the last minute</source>
        <translation>最近一分钟的 5xx 应答数</translation>
    </message>
    <message>
        <source>pool</source>
        <translation>连接池</translation>
    </message>
    <message>
        <source>Database connections in use, of those that are open</source>
        <translation>使用中 / 已打开的数据库连接</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>缓存命中</translation>
    </message>
    <message>
        <source>Share of look-ups that the cache answered in the last minute</source>
        <translation>最近一分钟由缓存应答的查询比例</translation>
    </message>
    <message>
        <source>alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>What is wrong and has been for a while; click for the list (Ctrl+Shift+A)</source>
        <translation>已持续一段时间的问题；点击查看列表（Ctrl+Shift+A）</translation>
    </message>
    <message>
        <source>%1 off</source>
        <extracomment>The ledger&apos;s light: as many products differ from what their ledger adds up to.</extracomment>
        <translation>%1 处不符</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>Stock against ledger. Checked after commits: %1 times, last at %2.</source>
        <translation>库存与台账的核对。提交后已核对 %1 次，最近一次在 %2。</translation>
    </message>
    <message>
        <source>The whole ledger: %1 products, %2.</source>
        <translation>整本台账：%1 件商品，%2。</translation>
    </message>
    <message>
        <source>The whole ledger is gone over each night.</source>
        <translation>整本台账每晚核对一遍。</translation>
    </message>
    <message>
        <source>Click to open the product.</source>
        <translation>点击打开该商品。</translation>
    </message>
    <message>
        <source>Click to go over the whole ledger now.</source>
        <translation>点击立即核对整本台账。</translation>
    </message>
    <message>
        <source>ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>What is wrong now; the overview says what to do</source>
        <translation>当前的问题；总览页会说明如何处理</translation>
    </message>
</context>
<context>
    <name>zg::ui::StrategyModel</name>
    <message>
        <source>%1 (in force)</source>
        <translation>%1（使用中）</translation>
    </message>
</context>
<context>
    <name>zg::ui::Tray</name>
    <message>
        <source>Open the window</source>
        <translation>打开窗口</translation>
    </message>
    <message>
        <source>Close the store</source>
        <translation>打烊</translation>
    </message>
    <message>
        <source>Zhanggui: %1</source>
        <translation>掌柜：%1</translation>
    </message>
</context>
<context>
    <name>zg::ui::UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (%1)</source>
        <translation>撤销（%1）</translation>
    </message>
</context>
<context>
    <name>zg::ui::Watch</name>
    <message>
        <source>The node is degraded: %1. %2</source>
        <translation>节点处于降级状态：%1。%2</translation>
    </message>
    <message>
        <source>The node is degraded: %1</source>
        <translation>节点处于降级状态：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) failed in the last minute. The node&apos;s log names the route and the reason.</source>
        <translation>
            <numerusform>最近一分钟有 %n 个请求失败。节点日志中写明了接口与原因。</numerusform>
        </translation>
    </message>
    <message>
        <source>All %1 database connections are busy and %2 requests wait. Look for slow statements before raising pool-size.</source>
        <translation>全部 %1 个数据库连接都在使用，%2 个请求在等待。先查慢语句，再考虑调大 pool-size。</translation>
    </message>
    <message numerus="yes">
        <source>%n database connection(s) were held too long.</source>
        <translation>
            <numerusform>%n 个数据库连接被占用过久。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 orders wait to be written. The disk is the limit; a full queue answers 503.</source>
        <translation>%1 个订单等待写入。瓶颈在磁盘；队列满时返回 503。</translation>
    </message>
    <message>
        <source>One answer in a hundred takes longer than %1. Slow statements and a busy processor are the usual reasons.</source>
        <translation>每一百个应答中有一个超过 %1。常见原因是慢语句或处理器繁忙。</translation>
    </message>
    <message>
        <source>An I/O thread was late by %1. The processor is busy with something else.</source>
        <translation>有 I/O 线程延迟了 %1。处理器正忙于其他工作。</translation>
    </message>
    <message>
        <source>Turned away in the last minute, because more came in than the node carries: %1 (503).</source>
        <translation>最近一分钟因负载超过节点的能力而拒绝的请求：%1 个（503）。</translation>
    </message>
    <message>
        <source>Turned away in the last minute by the limits in Settings: %1. As a rule it is rate-limit (429), and one client that asks too fast.</source>
        <translation>最近一分钟因设置中的限额而拒绝的请求：%1 个。通常是 rate-limit（429）：某个客户端请求过快。</translation>
    </message>
    <message>
        <source>The circuit breaker of %1 is open: it did not answer, and is asked again in a moment. What needs it is refused, or goes on without it.</source>
        <translation>%1 的熔断器已打开：它没有应答，稍后会再试。依赖它的请求会被拒绝，或绕开它继续。</translation>
    </message>
    <message>
        <source>The replica %1 is %2 behind and left out until it has caught up.</source>
        <translation>只读副本 %1 落后 %2，追上之前不再使用。</translation>
    </message>
    <message>
        <source>The replica %1 does not answer. The primary does its reading.</source>
        <translation>只读副本 %1 没有应答，由主库代为读取。</translation>
    </message>
    <message>
        <source>The node %1 has said nothing for %2. Its load goes to the others.</source>
        <translation>节点 %1 已 %2 没有消息，它的负载由其他节点承担。</translation>
    </message>
    <message>
        <source>The stock of product %1 is %2, its ledger adds up to %3. Look who changed it; an adjustment with a note puts it right.</source>
        <translation>商品 %1 的库存是 %2，台账合计却是 %3。请查看是谁改的；写明备注的一次调整可以改正。</translation>
    </message>
    <message>
        <source>The orders of its last rows: %1</source>
        <translation>台账最后几行的订单：%1</translation>
    </message>
</context>
</TS>
