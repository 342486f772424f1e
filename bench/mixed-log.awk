# Writes a log of about `bytes` bytes as four programs would have written it together: a Java service, nginx, PostgreSQL and
# mongod, with a unique violation in about one of `every` lines. The same seed gives the same log.
function pick(list, parts) { return parts[1 + int(rand() * split(list, parts, "|"))] }
function id(n) { return sprintf("%08x%08x%08x", rand() * 4294967295, rand() * 4294967295, n) }
function clock(n) { return sprintf("2026-11-20 %02d:%02d:%02d.%03d", int(n / 360000) % 24, int(n / 6000) % 60, int(n / 100) % 60, n % 1000) }
function emit(line) { print line; written += length(line) + 1 }

function java(n) {
    emit(clock(n) " " pick("INFO |INFO |DEBUG|WARN ") " [http-nio-8080-exec-" int(rand() * 200) "] com.example.shop." \
        pick("OrderService|CartController|PaymentGateway|UserRepository|InvoiceJob") " : " \
        pick("Handled request|Loaded page|Reserved stock|Sent mail|Refreshed token|Retrying call") " for user " int(rand() * 900000) \
        " in " int(rand() * 900) " ms, correlation " id(n))
    if (rand() < 0.01) for (i = 0; i < 12; i++) emit("\tat com.example.shop.Layer" i ".invoke(Layer" i ".java:" int(rand() * 400) ")")
}
function nginx(n) {
    emit("10." int(rand() * 255) "." int(rand() * 255) "." int(rand() * 255) " - - [20/Nov/2026:10:14:33 +0000] \"" \
        pick("GET|GET|GET|POST|PUT") " /api/v2/" pick("orders|users|carts|items") "/" int(rand() * 9999999) "?page=" int(rand() * 40) \
        " HTTP/1.1\" " pick("200|200|200|201|304|404|409") " " int(rand() * 90000) " \"-\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\"")
}
function postgres(n) {
    emit(clock(n) " UTC [" 10000 + int(rand() * 20000) "] app@shop LOG:  duration: " sprintf("%.3f", rand() * 40) " ms  execute <unnamed>: " \
        "SELECT o.id, o.total, o.created_at FROM orders o JOIN users u ON u.id = o.user_id WHERE u.email = $1 AND o.status = '" pick("open|paid|sent") "'")
    emit(clock(n) " UTC [" 10000 + int(rand() * 20000) "] app@shop DETAIL:  parameters: $1 = 'user" int(rand() * 900000) "@example.com'")
}
function mongod(n) {
    emit("{\"t\":{\"$date\":\"2026-11-20T10:14:33.123+00:00\"},\"s\":\"I\",\"c\":\"" pick("NETWORK|COMMAND|STORAGE|INDEX") "\",\"id\":" \
        20000 + int(rand() * 9999) ",\"ctx\":\"conn" int(rand() * 5000) "\",\"msg\":\"Slow query\",\"attr\":{\"type\":\"command\",\"ns\":\"shop.carts\"," \
        "\"command\":{\"find\":\"carts\",\"filter\":{\"userId\":" int(rand() * 900000) "}},\"planSummary\":\"IXSCAN { userId: 1 }\",\"durationMillis\":" int(rand() * 300) "}}")
}
function violation(n, kind, user) {
    kind = int(rand() * 4); user = "user" int(rand() * 900) "@example.com"
    if (kind == 0) {
        emit(clock(n) " UTC [4711] app@shop ERROR:  duplicate key value violates unique constraint \"users_email_key\"")
        emit(clock(n) " UTC [4711] app@shop DETAIL:  Key (email)=(" user ") already exists.")
        emit(clock(n) " UTC [4711] app@shop STATEMENT:  INSERT INTO users (email) VALUES ($1)")
    } else if (kind == 1) {
        emit("{\"t\":{\"$date\":\"2026-11-20T10:14:33.123+00:00\"},\"s\":\"I\",\"c\":\"WRITE\",\"id\":51803,\"ctx\":\"conn42\",\"msg\":\"Slow query\",\"attr\":{\"ns\":\"shop.users\",\"errName\":\"DuplicateKey\",\"errCode\":11000,\"errMsg\":\"E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \\\"" user "\\\" }\"}}")
    } else if (kind == 2) {
        emit(clock(n) " ERROR [http-nio-8080-exec-7] com.example.shop.UserRepository : java.sql.SQLIntegrityConstraintViolationException: Duplicate entry '" user "' for key 'users.email'")
    } else {
        emit(clock(n) " ERROR [http-nio-8080-exec-9] com.example.shop.UserRepository : org.postgresql.util.PSQLException: ERROR: duplicate key value violates unique constraint \"users_email_key\"")
        emit("  Detail: Key (email)=(" user ") already exists.")
        for (i = 0; i < 12; i++) emit("\tat org.postgresql.core.Layer" i ".invoke(Layer" i ".java:" int(rand() * 400) ")")
    }
}

BEGIN {
    srand(seed)
    for (n = 0; written < bytes; n++) {
        if (n % every == every - 1) { violation(n); continue }
        turn = int(rand() * 4)
        if (turn == 0) java(n); else if (turn == 1) nginx(n); else if (turn == 2) postgres(n); else mongod(n)
    }
}
