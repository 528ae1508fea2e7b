namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>Calls that meet each other often.</summary>
internal static class RandomSpan
{
    /// <summary>Paths with what becomes of them.</summary>
    public static Dictionary<string, string> Paths { get; } = new()
    {
        ["/"] = "/",
        ["/api/items"] = "/api/items",
        ["/api/items/"] = "/api/items",
        ["/api/items/17"] = "/api/items/{id}",
        ["/api/items/18?q=1"] = "/api/items/{id}",
        ["/day/2026-11-22/all"] = "/day/{date}/all",
        ["http://shop.example/user/0b8a43fc-75ba-4e9c-a6a0-d8a0b4fd4e3a"] = "/user/{id}",
        ["*"] = "",
        ["shop.example:443"] = "",
    };

    public static Span Of(TableSchema table, Random random)
    {
        var span = new Span
        {
            Role = Any(random, "server", "client", "unknown"),
            Nanoseconds = random.Next(6) switch { 0 => 0, 1 => 5_000_000, 2 => 5_000_001, 3 => random.NextInt64(20_000_000_000), _ => random.Next(20_000_000) },
            Local = Any(random, "10.0.0.1:80", "[fe80::1]:80"),
            Remote = Any(random, "10.0.0.2:9000", "10.0.0.3:5353"),
            Comm = Any(random, "nginx", "curl", ""),
            Encrypted = random.Next(3) == 0,
            Connection = (ulong)random.Next(4),
        };
        return table == Spans.Http ? Http(span, random)
            : table == Spans.Database ? span with
            {
                Cells = new()
                {
                    ["db.system.name"] = random.Next(2), ["db.operation.name"] = Any(random, "GET", "SELECT"), ["db.collection.name"] = Any(random, "", "items"),
                    ["db.namespace"] = Any(random, "0", "shop"), ["db.response.status_code"] = Any(random, "", "", "42P01"),
                },
            }
            : table == Spans.Messaging ? span with
            {
                Cells = new()
                {
                    ["messaging.system"] = Any(random, "kafka", "nats"), ["messaging.operation.name"] = Any(random, "publish", "fetch"), ["messaging.batch.message_count"] = random.Next(4),
                    ["messaging.operation.type"] = Any(random, "send", "receive", "process", "settle", ""), ["messaging.destination.name"] = Any(random, "orders", ""), ["error.type"] = Any(random, "", "", "TIMEOUT"),
                },
            }
            : span with { Cells = new() { ["dns.question.name"] = Any(random, "example.com", "example.org"), ["code"] = Any(random, "0", "3", "65535") } };
    }

    private static Span Http(Span span, Random random) => span with
    {
        Cells = new()
        {
            ["http.request.method"] = Any(random, "GET", "POST", "BREW", "get"), ["url.path"] = Any(random, [.. Paths.Keys]), ["http.response.status_code"] = random.Next(3) switch { 0 => 503, _ => 200 },
            ["http.request.body.size"] = random.Next(2) * random.Next(100_000), ["http.response.body.size"] = random.Next(100_000_000), ["major_version"] = random.Next(3), ["minor_version"] = random.Next(2),
            ["rpc.system.name"] = Any(random, "", "", "", "grpc"), ["rpc.method"] = Any(random, "shop.Shop/Buy", "shop.Shop/Sell"),
            ["rpc.response.status_code"] = Any(random, "", "OK", "INTERNAL", "NOT_FOUND"),
        },
    };

    private static string Any(Random random, params string[] words) => words[random.Next(words.Length)];
}
