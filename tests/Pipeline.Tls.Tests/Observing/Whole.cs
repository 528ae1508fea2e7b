using Pipeline.Tls.Tests.Moving;

namespace Pipeline.Tls.Tests.Observing;

/// <summary>Whether each byte of plain text was told once, at either end, in its place.</summary>
internal static class Whole
{
    internal const long UnknownStart = 1L << 48;

    /// <param name="seen">What was told.</param>
    /// <param name="conversations">What moved.</param>
    /// <param name="start">The position of the first byte.</param>
    /// <param name="before">Bytes of each direction that had moved before the first that is told.</param>
    internal static void Assert(Seen seen, IReadOnlyCollection<Conversation> conversations, long start = 0, long before = 0)
    {
        Xunit.Assert.NotEmpty(conversations);
        Xunit.Assert.All(seen.Ledger.Kernel.Lost, l => Xunit.Assert.Equal((l.Key, 0), (l.Key, l.Value)));
        Xunit.Assert.Equal(0, seen.Unseen("unjoined"));
        Xunit.Assert.Equal(0, seen.Unseen("busy"));
        Xunit.Assert.Equal(0, seen.Unseen("fault"));
        // A port may be given to another client once the first one is gone.
        foreach (var one in conversations.GroupBy(c => c.Port))
            foreach (var isClient in (bool[])[true, false])
            {
                var told = seen.Plain.Where(r => r.IsClient == isClient && r.ClientPort == one.Key).GroupBy(r => r.Connection).ToArray();
                Xunit.Assert.Equal(one.Count(), told.Length);
                foreach (var (conversation, rows) in one.Zip(told.Select(c => c.ToArray())))
                    Assert(seen, conversation, rows, isClient, start, before);
            }

        Xunit.Assert.All(seen.Plain, r => Xunit.Assert.Contains(conversations, c => c.Port == r.ClientPort));
    }

    private static void Assert(Seen seen, Conversation conversation, PlainRow[] rows, bool isClient, long start, long before)
    {
        Stream(rows, isClient, "egress", isClient ? conversation.Sent : conversation.Received, start, before);
        Stream(rows, isClient, "ingress", isClient ? conversation.Received : conversation.Sent, start, before);
        CloseRow[] ends = [.. seen.Closed.Where(c => c.Connection == rows[0].Connection)];
        Xunit.Assert.True(
            ends.Count(c => c.Encrypted) == 1,
            $"{(isClient ? "client" : "server")} {conversation}, connection {rows[0].Connection}, {seen.Closed.Count(c => c.Encrypted)} ends of TLS, of this one: {string.Join<CloseRow>(", ", ends)}");
        var closed = ends.Single(c => c.Encrypted);
        Xunit.Assert.Equal((start + Sum(rows, "egress"), start + Sum(rows, "ingress")), (closed.Sent, closed.Received));
        // What is on the wire says the same of where.
        Xunit.Assert.All(rows, r => Xunit.Assert.Equal(("127.0.0.1", "127.0.0.1"), (r.Local, r.Remote)));
    }

    private static long Sum(PlainRow[] rows, string direction) => rows.Where(r => r.Direction == direction).Sum(r => r.Size);

    private static void Stream(PlainRow[] rows, bool isClient, string direction, long size, long start, long before)
    {
        var at = start;
        foreach (var row in rows.Where(r => r.Direction == direction).OrderBy(r => r.Position))
        {
            Xunit.Assert.Equal(at, row.Position);
            Xunit.Assert.Equal(row.Size, row.Payload.Length);
            for (var i = 0; i < row.Payload.Length; i++)
                if (row.Payload[i] != Pattern.At(row.ClientPort, isClient == (direction == "egress"), before + row.Position - start + i))
                    Xunit.Assert.Fail($"byte {i} of {direction} {row.Position}+{row.Size} of {row.Comm} is another");
            at += row.Size;
        }

        Xunit.Assert.Equal(start + size, at);
    }
}
