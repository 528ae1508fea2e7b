using System.Globalization;
using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Conversations as clients and servers have them; each request has a path of its own.</summary>
internal static class RandomTalk
{
    private static readonly string[] Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE"];

    /// <param name="random">Where choices come from.</param>
    /// <param name="connection">Number of the connection.</param>
    /// <param name="isPipelined">Whether several requests are sent before the answers are read.</param>
    /// <param name="turns">Times the client speaks.</param>
    public static Talk Make(Random random, ulong connection, bool isPipelined, int turns)
    {
        var talk = new Talk(connection);
        for (var turn = 0; turn < turns; turn++)
        {
            var burst = isPipelined ? random.Next(2, 5) : 1;
            var verbs = Enumerable.Range(0, burst).Select(_ => Verbs[random.Next(Verbs.Length)]).ToArray();
            for (var i = 0; i < burst; i++)
                talk.Ask(Request(random, verbs[i], $"/c{connection}/t{turn}/{i}"));
            for (var i = 0; i < burst; i++)
                talk.Answer(Response(random, verbs[i], $"c{connection}t{turn}i{i}"));
        }

        return talk;
    }

    private static string Request(Random random, string verb, string path)
    {
        var head = $"{verb} {path} HTTP/1.1{End(random)}Host: h{End(random)}X-Id: {path}{End(random)}";
        return verb is "POST" or "PUT" or "PATCH" ? head + Body(random) : head + End(random);
    }

    private static string Response(Random random, string verb, string id)
    {
        var interim = random.Next(8) == 0 ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
        var status = random.Next(6) switch { 0 => "204 No Content", 1 => "304 Not Modified", 2 => "500 Oh", _ => "200 OK" };
        var head = $"{interim}HTTP/1.1 {status}{End(random)}X-Id: {id}{End(random)}";
        if (status[0] == '2' && status[2] == '4' || status[0] == '3')
            return head + End(random);
        return verb == "HEAD" ? $"{head}Content-Length: {random.Next(1000)}\r\n\r\n" : head + Body(random);
    }

    private static string Body(Random random)
    {
        var text = Text(random, random.Next(4) == 0 ? 3000 : 40);
        if (random.Next(2) == 0)
            return $"Content-Length: {text.Length}\r\n\r\n{text}";
        var body = new StringBuilder("Transfer-Encoding: chunked\r\n\r\n");
        for (var at = 0; at < text.Length;)
        {
            var part = text.Substring(at, Math.Min(random.Next(1, 600), text.Length - at));
            body.Append(CultureInfo.InvariantCulture, $"{part.Length:x}{(random.Next(3) == 0 ? ";a=b" : "")}\r\n{part}\r\n");
            at += part.Length;
        }

        return body.Append(random.Next(3) == 0 ? "0\r\nT: 1\r\n\r\n" : "0\r\n\r\n").ToString();
    }

    private static string Text(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => " abc{}\r\n:GET/HTTP"[random.Next(17)]));

    private static string End(Random random) => random.Next(8) == 0 ? "\n" : "\r\n";
}
