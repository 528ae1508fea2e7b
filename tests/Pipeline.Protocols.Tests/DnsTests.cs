using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class DnsTests
{
    private static readonly DnsBytes Ask = DnsBytes.Query(7, "www.example.com");
    private static readonly DnsBytes Told = DnsBytes.Response(7, "www.example.com").Address("www.example.com", 192, 0, 2, 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Query_and_response_become_a_row(bool isStream)
    {
        using var run = new DnsTalk(isStream: isStream).Ask(Ask).Wait(TimeSpan.FromMilliseconds(4)).Answer(Told).Run();
        var row = Assert.Single(run.DnsRows);
        Assert.Equal(("www.example.com", "A", 0, "Both"), (row.Name, row.Type, row.Code, row.Seen));
        Assert.Equal("RecursionAvailable, RecursionDesired", row.Flags);
        Assert.Equal(["192.0.2.1"], row.Answers);
        Assert.Equal(
            """{"txid":7,"qr":0,"opcode":0,"aa":0,"tc":0,"rd":1,"ra":0,"ad":0,"cd":0,"rcode":0,"num_queries":1,"num_answers":0,"num_auth":0,"num_addl":0}""",
            row.RequestHeader);
        Assert.Equal("""{"queries":[{"name":"www.example.com","type":"A"}]}""", row.RequestBody);
        Assert.Equal(
            """{"txid":7,"qr":1,"opcode":0,"aa":0,"tc":0,"rd":1,"ra":1,"ad":0,"cd":0,"rcode":0,"num_queries":1,"num_answers":1,"num_auth":0,"num_addl":0}""",
            row.ResponseHeader);
        Assert.Equal("""{"answers":[{"name":"www.example.com","type":"A","ttl":300,"addr":"192.0.2.1"}]}""", row.ResponseBody);
        Assert.Equal((5_000_000L, 1_001_000_000L, (byte)1), (row.Latency, row.Time, row.Role));
        Assert.Equal((33u, 64u, isStream ? "tcp" : "udp"), (row.RequestSize, row.ResponseSize, row.Transport));
    }

    [Fact]
    public void Whoever_receives_queries_answers_them()
    {
        var talk = new DnsTalk().Ask(Ask).Answer(Told);
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select(p => p with { IsIngress = !p.IsIngress }));
        Assert.Equal((byte)2, Assert.Single(run.DnsRows).Role);
    }

    [Fact]
    public void Query_without_a_response_is_told_after_the_time_out()
    {
        using var run = new DnsTalk().Ask(Ask).Run();
        run.Flush(TimeSpan.FromSeconds(9));
        Assert.Empty(run.DnsRows);
        run.Flush(TimeSpan.FromSeconds(2));
        var row = Assert.Single(run.DnsRows);
        Assert.Equal(("www.example.com", "A", 65535, "Request", 0L), (row.Name, row.Type, row.Code, row.Seen, row.Latency));
        Assert.Equal(("RecursionDesired", "", ""), (row.Flags, row.ResponseHeader, row.ResponseBody));
        run.Flush();
        Assert.Equal(1ul, run.Stat("unpaired_requests", "dns"));
    }

    [Fact]
    public void Response_without_a_query_is_told_with_its_question()
    {
        using var run = new DnsTalk().Answer(Told).Run();
        var row = Assert.Single(run.DnsRows);
        Assert.Equal(("www.example.com", "Response", 0L, "", "", (byte)1), (row.Name, row.Seen, row.Latency, row.RequestHeader, row.RequestBody, row.Role));
        Assert.StartsWith("""{"queries":[{"name":"www.example.com","type":"A"}],"answers":[""", row.ResponseBody, StringComparison.Ordinal);
        run.Flush();
        Assert.Equal(1ul, run.Stat("unpaired_responses", "dns"));
    }

    [Fact]
    public void Query_sent_again_counts_from_the_first_time()
    {
        using var run = new DnsTalk().Ask(Ask).Wait(TimeSpan.FromSeconds(5)).Ask(Ask).Answer(Told).Answer(Told).Run();
        var row = Assert.Single(run.DnsRows);
        Assert.Equal((1u, 5_002_000_000), (row.Retransmits, row.Latency));
        run.Flush();
        // The second answer.
        Assert.Equal(1ul, run.Stat("unpaired_responses", "dns"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Responses_out_of_order_meet_their_queries_by_id_and_question(bool isStream)
    {
        var talk = new DnsTalk(isStream: isStream);
        // The same id for two questions, as some clients have it, and a name in another case, as others do.
        talk.Ask(DnsBytes.Query(1, "a.example")).Ask(DnsBytes.Query(2, "b.example", 28)).Ask(DnsBytes.Query(2, "b.example")).Ask(DnsBytes.Query(3, "c.example"));
        talk.Answer(DnsBytes.Response(3, "C.exAmple", code: 3)).Answer(DnsBytes.Response(2, "b.example", code: 5)).Answer(DnsBytes.Response(2, "b.example", 28))
            .Answer(DnsBytes.Response(1, "a.example", code: 2));
        using var run = talk.Run();
        Assert.Equal(["c.example A 3 1", "b.example A 5 3", "b.example AAAA 0 5", "a.example A 2 7"], run.DnsRows.Select(r => $"{r.Name} {r.Type} {r.Code} {r.Latency / 1_000_000}"));
    }

    [Fact]
    public void Refusal_without_a_question_meets_its_query()
    {
        using var run = new DnsTalk().Ask(Ask).Answer(new DnsBytes(7, 0x8001)).Run();
        Assert.Equal((1, "Both"), Assert.Single(run.DnsRows) is var row ? (row.Code, row.Seen) : default);
    }

    [Fact]
    public void One_socket_talks_to_many_peers()
    {
        var talk = new DnsTalk();
        for (ushort peer = 0; peer < 500; peer++)
            talk.Ask(Ask, (ushort)(1000 + peer));
        for (ushort peer = 0; peer < 500; peer++)
            talk.Answer(DnsBytes.Response(7, "www.example.com", code: peer % 6), (ushort)(1000 + peer));
        using var run = talk.Run();
        Assert.Equal(Enumerable.Range(0, 500).Select(p => (1000 + p, p % 6, 500_000_000L)), run.DnsRows.Select(r => ((int)r.Port, r.Code, r.Latency)));
        run.Flush();
        Assert.Equal((0ul, 0ul, 0ul, 1000ul), (run.Stat("opened", "dns"), run.Stat("closed", "dns"), run.Stat("unpaired_requests", "dns"), run.Stat("messages", "dns")));
    }

    [Fact]
    public void Edns_extends_the_response_code_and_is_told()
    {
        // Version 0, DO; a subnet, a cookie, an error with a text, and an option that nobody knows.
        byte[] options = [0, 8, 0, 7, 0, 1, 24, 16, 192, 0, 2, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 15, 0, 4, 0, 18, (byte)'n', (byte)'"', 255, 1, 0, 1, 9];
        using var run = new DnsTalk().Ask(Ask).Answer(DnsBytes.Response(7, "www.example.com", code: 7).Edns(0x01_00_8000, options)).Run();
        var row = Assert.Single(run.DnsRows);
        Assert.Equal((23, "RecursionAvailable, RecursionDesired, DnssecOk"), (row.Code, row.Flags));
        Assert.Equal(
            """{"answers":[],"edns":{"version":0,"udp_size":1232,"do":1,"rcode":1,"options":[{"code":8,"name":"client_subnet","data":"192.0.2.0/24/16"},"""
            + """{"code":10,"name":"cookie","data":"0102030405060708"},{"code":15,"name":"error","data":"18 \"n\\\"\""},{"code":65281,"data":"09"}]}}""",
            row.ResponseBody);
    }

    [Fact]
    public void Awkward_names_are_escaped_and_loops_of_pointers_end()
    {
        using var run = new DnsTalk().Ask(DnsBytes.Query(1, "a b\\c\"\u0001é(.xn--bcher-kva")).Ask(DnsBytes.Query(2, ""))
            // Pointers to themselves, to one another, forwards, and into the header.
            .Answer(DnsBytes.Response(1, "a b\\c\"\u0001é(.xn--bcher-kva").Answer("x", 5, 0xC0, 54).Answer("y", 5, 0xC0, 90))
            .Answer(DnsBytes.Response(2, "").Answer("z", 5, 1, (byte)'w', 0xC0, 12))
            .Run();
        Assert.Equal([@"a\032b\\c\""\001\233\(.xn--bcher-kva", "."], run.DnsRows.Select(r => r.Name));
        Assert.All(run.DnsRows[0].Answers, a => Assert.StartsWith(@"\# 2 C0", a, StringComparison.Ordinal));
        Assert.Equal(["w"], run.DnsRows[1].Answers);
        Assert.Contains("""{"name":"a\\032b\\\\c\\\"\\001\\233\\(.xn--bcher-kva","type":"A"}""", run.DnsRows[0].RequestBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_that_is_cut_is_told_as_far_as_it_goes()
    {
        var whole = DnsBytes.Response(7, "www.example.com").Address("www.example.com", 1, 2, 3, 4).Address("www.example.com", 5, 6, 7, 8).Bytes;
        var talk = new DnsTalk().Ask(Ask);
        using var run = talk.Run();
        run.Feed([talk.Pieces[0] with { IsIngress = true, Payload = whole[..^3], Size = whole.Length }]);
        var row = Assert.Single(run.DnsRows);
        Assert.Equal(["1.2.3.4"], row.Answers);
        Assert.EndsWith(",\"cut\":1}", row.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Datagram_of_several_pieces_is_one_message()
    {
        var large = DnsBytes.Response(7, "www.example.com", 16);
        while (large.Bytes.Length < 60_000)
            large.Answer("www.example.com", 16, [200, .. Enumerable.Repeat((byte)'x', 200)]);
        var talk = new DnsTalk().Ask(DnsBytes.Query(7, "www.example.com", 16)).Answer(large).Ask(Ask).Answer(Told);
        Assert.Equal(5, talk.Pieces.Count);
        using var run = talk.Run();
        Assert.Equal([(uint)large.Bytes.Length, 64u], run.DnsRows.Select(r => r.ResponseSize));
        run.Flush();
        Assert.Equal((0ul, 0ul), (run.Stat("skipped_bytes", "dns"), run.Stat("skipped_bytes", "unknown")));

        // Without its end it is what there is of it, and without its beginning nothing.
        using var endless = new ProtocolRun();
        endless.Feed(talk.Pieces.Where((_, i) => i != 2));
        Assert.Equal([30720u, 64u], endless.DnsRows.Select(r => r.ResponseSize));
        using var headless = new ProtocolRun();
        headless.Feed(talk.Pieces.Where((_, i) => i != 1));
        headless.Flush();
        Assert.Equal((1, (ulong)(large.Bytes.Length - 30720)), (headless.DnsRows.Count, headless.Stat("skipped_bytes", "unknown")));
    }

    [Fact]
    public void Multicast_queries_and_announcements_wait_for_nobody()
    {
        var talk = new DnsTalk().Ask(new DnsBytes(0, 0).Question("_http._tcp.local", 12).Question("printer.local", 28, 0x8001), 5353)
            .Answer(new DnsBytes(0, 0x8400).Record(6, "printer.local", 1, 0x8001, 120, [10, 0, 0, 9]), 5353);
        using var run = new ProtocolRun();
        run.LocalPort = 5353;
        run.Feed(talk.Pieces);
        Assert.Equal(["Request _http._tcp.local PTR", "Response  "], run.DnsRows.Select(r => $"{r.Seen} {r.Name} {r.Type}"));
        Assert.Equal("""{"queries":[{"name":"_http._tcp.local","type":"PTR"},{"name":"printer.local","type":"AAAA","unicast_response":1}]}""", run.DnsRows[0].RequestBody);
        Assert.Equal("""{"queries":[],"answers":[{"name":"printer.local","type":"A","cache_flush":1,"ttl":120,"addr":"10.0.0.9"}]}""", run.DnsRows[1].ResponseBody);
        run.Flush(TimeSpan.FromSeconds(20));
        Assert.Equal(2, run.DnsRows.Count);
    }

    [Theory]
    [InlineData("::ffff:224.0.0.252")]
    [InlineData("ff02::1:3")]
    public void Queries_to_a_group_are_answered_by_addresses_of_their_own(string group)
    {
        var talk = new DnsTalk().Ask(new DnsBytes(4, 0).Question("printer"), 5355).Answer(new DnsBytes(4, 0x8000).Question("printer").Address("printer", 10, 0, 0, 9), 5355);
        using var run = new ProtocolRun();
        run.Feed([talk.Pieces[0] with { Address = System.Net.IPAddress.Parse(group).GetAddressBytes() }, talk.Pieces[1]]);
        Assert.Equal(["Request printer", "Response printer"], run.DnsRows.Select(r => $"{r.Seen} {r.Name}"));
        run.Finish();
        Assert.Equal(2, run.DnsRows.Count);
    }

    [Fact]
    public void Queries_that_nobody_answers_take_no_more_than_their_share_of_memory()
    {
        using var run = new ProtocolRun(new Transforms.Protocols.ProtocolsOptions { Memory = new ByteSize(1 << 20) });
        var talk = new DnsTalk();
        for (var i = 0; i < 5000; i++)
            talk.Ask(DnsBytes.Query((ushort)i, $"host{i}.example"));
        run.Feed(talk.Pieces, 500);
        run.Finish();
        run.Flush();
        // The others were told to be unpaired, and not that nobody answered them.
        Assert.InRange(run.DnsRows.Count, 500, 1000);
        Assert.Equal(5000ul, run.Stat("unpaired_requests", "dns"));
    }

    [Fact]
    public void Updates_and_notices_have_their_own_words()
    {
        var update = new DnsBytes(9, 0x2800).Question("example.com", 6).Record(6, "a.example.com", 255, 254, 0, []).Record(8, "b.example.com", 1, 1, 60, [1, 2, 3, 4]);
        using var run = new DnsTalk().Ask(update).Answer(new DnsBytes(9, 0xA800).Question("example.com", 6)).Ask(new DnsBytes(8, 0x2400).Question("example.com", 6))
            .Answer(new DnsBytes(8, 0xA400).Question("example.com", 6)).Run();
        Assert.Equal([(5, "example.com", "SOA"), (4, "example.com", "SOA")], run.DnsRows.Select(r => (r.Opcode, r.Name, r.Type)));
        Assert.Equal(
            """{"queries":[{"name":"example.com","type":"SOA"}],"prerequisites":[{"name":"a.example.com","type":"ANY","class":"NONE","ttl":0,"data":""}],"""
            + "\"updates\":[" + """{"name":"b.example.com","type":"A","ttl":60,"addr":"1.2.3.4"}]}""",
            run.DnsRows[0].RequestBody);
    }
}
