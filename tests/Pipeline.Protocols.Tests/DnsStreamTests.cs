using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>What is particular to DNS over TCP: transfers, losses, and joining in the middle.</summary>
public sealed class DnsStreamTests
{
    private const ushort Axfr = 252, Ixfr = 251, Soa = 6;

    private static byte[] Serial(byte serial) => [0, 0, 0, 0, 0, serial, .. new byte[16]];

    [Theory]
    // Serials are SOAs, zeros other records; a bar begins another message.
    [InlineData(Axfr, "1 0 0 0 1")]
    [InlineData(Axfr, "1|0|0 0|0|1")]
    [InlineData(Axfr, "1 1")]
    [InlineData(Ixfr, "3")]
    [InlineData(Ixfr, "3 1 0 2 0 2 0 3 0 3")]
    [InlineData(Ixfr, "3 1|0 2 0 2|0 3 0|3")]
    [InlineData(Ixfr, "3 0|0|0 3")]
    public void Transfer_is_one_row_however_many_messages_it_has(ushort type, string records)
    {
        var talk = new DnsTalk(isStream: true).Ask(DnsBytes.Query(1, "zone", type));
        foreach (var part in records.Split('|'))
        {
            var message = part == records.Split('|')[0] ? DnsBytes.Response(1, "zone", type) : new DnsBytes(1, 0x8480);
            foreach (var serial in part.Split(' ').Select(byte.Parse))
                _ = serial == 0 ? message.Address("a.zone", 1, 2, 3, 4) : message.Answer("zone", Soa, Serial(serial));
            talk.Answer(message);
        }

        talk.Ask(DnsBytes.Query(2, "next")).Answer(DnsBytes.Response(2, "next"));
        using var run = talk.Run();
        Assert.Equal(["zone", "next"], run.DnsRows.Select(r => r.Name));
        Assert.Equal(records.Split(' ', '|').Length, run.DnsRows[0].Answers.Count);
        Assert.Equal(1_000_000L * records.Split('|').Length, run.DnsRows[0].Latency);
        run.Flush();
        Assert.Equal(0ul, run.Stat("unpaired_responses", "dns"));
    }

    [Fact]
    public void Transfer_that_stops_is_told_as_far_as_it_came()
    {
        using var run = new DnsTalk(isStream: true).Ask(DnsBytes.Query(1, "zone", Axfr)).Answer(DnsBytes.Response(1, "zone", Axfr).Answer("zone", Soa, Serial(1)))
            .Wait(TimeSpan.FromSeconds(8)).Answer(DnsBytes.Response(1, "zone", Axfr).Address("a.zone", 1, 2, 3, 4)).Run();
        run.Flush(TimeSpan.FromSeconds(9));
        Assert.Empty(run.DnsRows);
        run.Flush(TimeSpan.FromSeconds(2));
        var row = Assert.Single(run.DnsRows);
        Assert.Equal(("Both", 2, 8_002_000_000), (row.Seen, row.Answers.Count, row.Latency));
        Assert.EndsWith(",\"cut\":1}", row.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public void More_transfers_than_are_kept_are_told_by_their_first_messages()
    {
        var talk = new DnsTalk(isStream: true);
        for (ushort id = 0; id < 100; id++)
            talk.Ask(DnsBytes.Query(id, $"zone{id}", Axfr));
        for (ushort id = 0; id < 100; id++)
            talk.Answer(DnsBytes.Response(id, $"zone{id}", Axfr).Answer($"zone{id}", Soa, Serial(1)));
        using var run = talk.Run();
        Assert.Equal(36, run.DnsRows.Count);
        run.Finish();
        Assert.Equal(100, run.DnsRows.Count);
    }

    [Fact]
    public void What_waits_when_the_input_ends_is_told()
    {
        using var run = new DnsTalk(isStream: true).Ask(DnsBytes.Query(1, "x")).Run();
        run.Finish();
        Assert.Equal("Request", Assert.Single(run.DnsRows).Seen);
    }

    [Fact]
    public void Loss_costs_the_messages_in_it_and_never_makes_wrong_rows()
    {
        var random = new Random(20270);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var talk = new DnsTalk(isStream: true);
            for (ushort id = 0; id < 40; id++)
            {
                talk.Ask(DnsBytes.Query(id, $"host{id}.example"));
                if (id % 3 == 2)
                    foreach (var answered in new[] { id, id - 2, id - 1 })
                        talk.Answer(DnsBytes.Response((ushort)answered, $"host{answered}.example").Address($"host{answered}.example", 10, 0, 0, (byte)answered));
            }

            var pieces = Talk.Split(talk.Pieces, random, 60).ToList();
            var kept = pieces.Where(_ => random.Next(15) > 0).Select(p => random.Next(15) > 0 ? p : p with { Payload = p.Payload[..random.Next(p.Payload.Length)] }).ToList();
            using var run = new ProtocolRun();
            run.Feed(kept);
            run.Close(1, talk.Positions.Sent, talk.Positions.Received, 0);
            run.Finish();
            foreach (var row in run.DnsRows.Where(r => r.Answers.Count > 0))
                Assert.Equal($"host{row.Answers[0]["10.0.0.".Length..]}.example", row.Name);
            // Of a query whose answer may have been in what nobody saw it is not said that there was none.
            Assert.DoesNotContain(run.DnsRows, r => r.Seen == "Request" && r.Name is not ("host39.example"));
            (made, possible) = (made + run.DnsRows.Count(r => r.Seen == "Both"), possible + 39);
        }

        Assert.True(made > possible / 3, $"{made} of {possible}");
    }

    [Fact]
    public void Stream_joined_in_the_middle_is_read_from_the_next_message()
    {
        var talk = new DnsTalk(isStream: true);
        for (ushort id = 0; id < 20; id++)
            talk.Ask(DnsBytes.Query(id, $"a-rather-long-host-name-{id}.example")).Answer(DnsBytes.Response(id, $"a-rather-long-host-name-{id}.example").Address("x", 1, 2, 3, 4));
        using var run = new ProtocolRun();
        var pieces = talk.Pieces.Skip(4).ToList();
        // The first piece begins within a message.
        pieces[0] = pieces[0] with { Position = pieces[0].Position + 20, Payload = pieces[0].Payload[20..], Size = pieces[0].Size - 20 };
        run.Feed(pieces);
        Assert.Equal(["Response", .. Enumerable.Repeat("Both", 17)], run.DnsRows.Select(r => r.Seen));
    }
}
