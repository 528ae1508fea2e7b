using System.Text;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

public sealed class TcpStreamTests
{
    private const int Raw = 101;
    private readonly Conversation _tcp = new();

    [Fact]
    public async Task A_connection_is_told_from_its_clients_side_with_its_opening_its_bytes_and_its_end()
    {
        var replayed = await ReadAsync(
            [.. _tcp.Handshake, _tcp.Send(0, "GET"), _tcp.Answer(0, "200", acknowledged: 3), _tcp.Send(3, "", Frame.Fin | Frame.Ack, 3), _tcp.Answer(3, "", Frame.Fin | Frame.Ack, 4)]);

        Assert.Equal(["GET", "200"], replayed.Data.Select(r => r.Text));
        Assert.Equal([0, 1], replayed.Data.Select(r => r.Direction));
        Assert.All(replayed.Data, r => Assert.Equal((1ul, "10.0.0.1 40000", "10.0.0.2 80", (byte)6, false), (r.Connection, r.Local, r.Remote, r.Transport, r.Datagram)));
        Assert.Equal(
            [new EventRow(1, "open", "unknown", 0, 0, "10.0.0.1 40000", "10.0.0.2 80"), new EventRow(1, "close", "fin", 3, 3, "10.0.0.1 40000", "10.0.0.2 80")],
            replayed.Events);
        Assert.Empty(replayed.Dropped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_an_opening_that_is_answered_twice_with_two_numbers_the_answer_counts_that_is_acknowledged(bool isSecond)
    {
        var second = new Conversation(serverStart: 3_000_000_000);
        var talk = isSecond ? second : _tcp;
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Syn, second.SynAck, talk.Send(0, "GET"), talk.Answer(0, "200", acknowledged: 3)]);

        Assert.Equal(["GET", "200"], replayed.Data.Select(r => r.Text));
        Assert.All(replayed.Data, r => Assert.Equal((1ul, 0L), (r.Connection, (long)r.Position)));
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task An_opening_that_is_answered_again_behind_the_first_bytes_opens_nothing()
    {
        var replayed = await ReadAsync(
            [.. _tcp.Handshake, _tcp.Send(0, "GET"), new Conversation(serverStart: 3_000_000_000).SynAck, _tcp.Send(0, "GET"), _tcp.Answer(0, "200", acknowledged: 3), _tcp.Send(3, "!", acknowledged: 3)]);

        Assert.Equal(["GET", "200", "!"], replayed.Data.Select(r => r.Text));
        Assert.All(replayed.Data, r => Assert.Equal(1ul, r.Connection));
        Assert.Single(replayed.Events, e => e.Event == "open");
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task Who_was_refused_and_asks_again_with_the_same_number_opens_a_connection()
    {
        var refused = _tcp.Answer(-1, "", Frame.Rst | Frame.Ack);
        var replayed = await ReadAsync([_tcp.Syn, refused, _tcp.Syn, refused, .. _tcp.Handshake, _tcp.Send(0, "GET"), _tcp.Answer(0, "200", acknowledged: 3)]);

        Assert.Equal(["GET", "200"], replayed.Data.Select(r => r.Text));
        Assert.Single(replayed.Events, e => e.Event == "open");
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task Bytes_that_come_early_wait_for_those_in_front_and_take_their_time()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(3, "def"), _tcp.Send(0, "abc"), _tcp.Send(6, "ghi")]);

        Assert.Equal(["abc", "def", "ghi"], replayed.Data.Select(r => r.Text));
        Assert.Equal([3, 3, 4], replayed.Data.Select(r => r.Time / 1_000_000 % 1_000));
    }

    [Fact]
    public async Task Of_bytes_that_come_twice_the_first_count()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(4, "EFGH"), _tcp.Send(2, "cdefgh"), _tcp.Send(0, "ABx"), _tcp.Send(0, "abcdefghij")]);

        Assert.Equal("ABxdEFGHij", Text(replayed));
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task What_the_other_side_has_acknowledged_and_nobody_saw_is_a_gap_by_position()
    {
        byte[][] packets = [.. _tcp.Handshake, _tcp.Send(5, "after"), _tcp.Answer(0, "", acknowledged: 10)];
        var later = packets.Concat(Enumerable.Range(0, 150).Select(i => _tcp.Answer(i, "x", acknowledged: 10)));

        var replayed = await ReadAsync(later);

        Assert.Equal(".....after", Text(replayed));
        // It did not wait for the end of the file.
        Assert.True(replayed.Data.FindIndex(r => r.Direction == 0) < replayed.Data.Count - 1);
    }

    [Fact]
    public async Task What_fills_a_gap_too_late_is_counted()
    {
        byte[][] packets = [.. _tcp.Handshake, _tcp.Send(5, "after"), _tcp.Answer(0, "", acknowledged: 10)];
        var replayed = await ReadAsync(packets.Concat(Enumerable.Range(0, 150).Select(i => _tcp.Answer(i, "x", acknowledged: 10))).Append(_tcp.Send(0, "front")));

        Assert.Equal(".....after", Text(replayed));
        Assert.Equal(new() { ["late"] = 1 }, replayed.Dropped);
    }

    [Fact]
    public async Task A_loss_that_nobody_acknowledged_is_waited_for_until_the_file_ends()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(3, "def"), .. Enumerable.Range(0, 300).Select(i => _tcp.Answer(i, "x")), _tcp.Send(0, "abc")]);

        Assert.Equal("abcdef", Text(replayed));
        Assert.Empty(replayed.Dropped);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 2)]
    [InlineData(0x7fff_fffeu)]
    public async Task Sequence_numbers_wrap_around(uint start)
    {
        var tcp = new Conversation(start);
        var replayed = await ReadAsync([.. tcp.Handshake, tcp.Send(4, "efgh"), tcp.Send(0, "abcd"), tcp.Send(0, "abcd"), tcp.Send(8, "ij")]);

        Assert.Equal("abcdefghij", Text(replayed));
    }

    [Fact]
    public async Task A_stream_longer_than_its_sequence_numbers_keeps_its_position()
    {
        // Two steps of 2 GiB less a little, each acknowledged: more than 2^32 in all would take too long with every byte sent.
        const long Step = (1L << 30) - 1_000;
        byte[][] packets =
        [
            .. _tcp.Handshake, _tcp.Send(0, "a"),
            .. Enumerable.Range(1, 6).SelectMany(i => (byte[][])
            [
                _tcp.Send(i * Step, "b"), _tcp.Answer(0, "", acknowledged: i * Step + 1), .. Enumerable.Repeat(_tcp.Answer(0, "", acknowledged: i * Step + 1), 120),
            ]),
        ];

        var replayed = await ReadAsync(packets);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => (ulong)(i * Step)), replayed.Data.Select(r => r.Position));
    }

    [Fact]
    public async Task Keep_alives_are_no_bytes()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(-1, "\0"), _tcp.Send(0, "abc"), _tcp.Send(2, "\0"), _tcp.Send(2, ""), _tcp.Send(3, "def")]);

        Assert.Equal("abcdef", Text(replayed));
        Assert.Empty(replayed.Dropped);
    }

    [Fact]
    public async Task A_connection_that_was_open_before_begins_where_no_beginning_lies_and_its_server_has_the_lower_port()
    {
        var replayed = await ReadAsync([_tcp.Answer(100, "late", acknowledged: 50), _tcp.Send(50, "more"), _tcp.Answer(104, "r")]);

        Assert.Equal([("late", 1, Replayed.UnknownStart), ("more", 0, Replayed.UnknownStart), ("r", 1, Replayed.UnknownStart + 4)], replayed.Data.Select(r => (r.Text, (int)r.Direction, r.Position)));
        Assert.Equal("10.0.0.1 40000", replayed.Data[0].Local);
        Assert.Single(replayed.Events);
    }

    [Fact]
    public async Task Both_directions_of_a_connection_that_was_open_before_count_from_what_the_first_packet_acknowledges()
    {
        var replayed = await ReadAsync([_tcp.Send(50, "more", acknowledged: 100), _tcp.Answer(103, "end", acknowledged: 54), _tcp.Send(54, "", Frame.Fin | Frame.Ack, acknowledged: 106)]);

        Assert.Equal([("more", 0, Replayed.UnknownStart), ("end", 1, Replayed.UnknownStart + 3)], replayed.Data.Select(r => (r.Text, (int)r.Direction, r.Position)));
        Assert.Equal((1ul, 3ul), (replayed.Stats["gaps"], replayed.Stats["gap_bytes"]));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(-2_000_000)]
    public async Task What_the_first_packet_acknowledges_tells_nothing_of_bytes_before_it_or_far_off(int acknowledged)
    {
        var replayed = await ReadAsync([_tcp.Send(50, "more", acknowledged: acknowledged), _tcp.Answer(100, "late", acknowledged: 54)]);

        Assert.Equal([("more", Replayed.UnknownStart), ("late", Replayed.UnknownStart)], replayed.Data.Select(r => (r.Text, r.Position)));
        Assert.Equal(0ul, replayed.Stats["gaps"]);
    }

    [Fact]
    public async Task Bytes_that_were_acknowledged_and_never_seen_are_a_gap_where_nothing_comes_behind_them()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(0, "abc"), _tcp.Answer(0, "x", acknowledged: 3), _tcp.Answer(1, "", acknowledged: 10)]);

        Assert.Equal([("abc", 0ul, 3u), ("x", 0ul, 1u), ("", 3ul, 7u)], replayed.Data.Select(r => (r.Text, r.Position, r.Size)));
        Assert.Equal((1ul, 7ul), (replayed.Stats["gaps"], replayed.Stats["gap_bytes"]));
    }

    [Fact]
    public async Task What_was_sent_before_the_first_byte_seen_is_late()
    {
        var replayed = await ReadAsync([_tcp.Send(50, "more"), _tcp.Send(46, "what"), _tcp.Send(48, "at and"), _tcp.Send(54, "end", Frame.Fin | Frame.Ack), _tcp.Answer(0, "x", Frame.Fin | Frame.Ack)]);

        Assert.Equal("moreend", Text(replayed));
        Assert.Equal(new() { ["late"] = 2 }, replayed.Dropped);
        var close = Assert.Single(replayed.Events, e => e.Event == "close");
        Assert.Equal((Replayed.UnknownStart + 7, Replayed.UnknownStart + 1), (close.Sent, close.Received));
    }

    [Fact]
    public async Task An_answer_never_stands_before_its_question()
    {
        var replayed = await ReadAsync(
            [.. _tcp.Handshake, _tcp.Answer(0, "one", acknowledged: 3), _tcp.Answer(3, "two", acknowledged: 6), _tcp.Send(3, "abc", acknowledged: 3), _tcp.Send(0, "ABC")]);

        Assert.Equal(["ABC", "one", "abc", "two"], replayed.Data.Select(r => r.Text));
        Assert.Equal(0ul, replayed.Stats["gaps"]);
    }

    [Fact]
    public async Task A_question_that_was_lost_is_passed_over_before_its_answer_which_keeps_its_time()
    {
        var first = _tcp.Handshake.Concat([_tcp.Answer(0, "one", acknowledged: 3)]).ToArray();
        var later = Enumerable.Range(1, 30).SelectMany(i => (byte[][])[_tcp.Send(3 * i, "abc", acknowledged: 3 * i), _tcp.Answer(3 * i, "two", acknowledged: 3 * i + 3)]);
        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(Raw, first.Concat(later).Select((p, i) => (i * 10_000_000L, p, p.Length))));

        Assert.Equal(["one", "abc", "two", "abc", "two"], replayed.Data.Take(5).Select(r => r.Text));
        Assert.Equal([20L, 30, 40, 50, 60], replayed.Data.Take(5).Select(r => r.Time / 1_000_000));
        Assert.Equal((1ul, 3ul), (replayed.Stats["gaps"], replayed.Stats["gap_bytes"]));
        Assert.Equal(61, replayed.Data.Count);
    }

    [Fact]
    public async Task Acknowledgements_that_contradict_each_other_hold_nothing_up()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(0, "abc", acknowledged: 3), _tcp.Answer(0, "one", acknowledged: 3), _tcp.Send(3, "def", acknowledged: 3)]);

        Assert.Equal(["abc", "one", "def"], replayed.Data.Select(r => r.Text));
        Assert.Equal(0ul, replayed.Stats["gaps"]);
    }

    [Fact]
    public async Task Gaps_are_figures()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(0, "abc"), _tcp.Send(8, "ij"), _tcp.Send(15, "k")]);

        Assert.Equal((5ul, 1ul, 2ul, 10ul), (replayed.Stats["packets"], replayed.Stats["connections"], replayed.Stats["gaps"], replayed.Stats["gap_bytes"]));
        Assert.Equal((0ul, 0ul, 0ul), (replayed.Stats["other_packets"], replayed.Stats["forgotten_connections"], replayed.Stats["forced_gaps"]));
    }

    [Fact]
    public async Task The_answer_to_an_opening_that_was_not_seen_tells_where_the_stream_begins()
    {
        var replayed = await ReadAsync([_tcp.SynAck, _tcp.Send(3, "def")]);

        Assert.Equal("...def", Text(replayed));
        Assert.Equal("10.0.0.1 40000", replayed.Data[0].Local);
    }

    [Fact]
    public async Task A_reset_ends_a_connection_and_what_waited_is_passed_on_behind_its_gap()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(3, "def"), _tcp.Answer(0, "", Frame.Rst), _tcp.Send(6, "ghi"), _tcp.Send(3, "def")]);

        Assert.Equal("...def", Text(replayed));
        Assert.Equal(("close", "reset", 6ul), (replayed.Events[^1].Event, replayed.Events[^1].Reason, replayed.Events[^1].Sent));
        Assert.Equal(new() { ["after_close"] = 1 }, replayed.Dropped);
    }

    [Fact]
    public async Task An_end_that_comes_early_waits_for_its_bytes()
    {
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(3, "def", Frame.Fin | Frame.Ack), _tcp.Answer(0, "", Frame.Fin | Frame.Ack), _tcp.Send(0, "abc")]);

        Assert.Equal("abcdef", Text(replayed));
        Assert.Equal(("close", "fin", 6ul), (replayed.Events[^1].Event, replayed.Events[^1].Reason, replayed.Events[^1].Sent));
    }

    [Fact]
    public async Task A_name_that_is_used_again_is_another_connection()
    {
        var next = new Conversation(77_000, 88_000);
        var replayed = await ReadAsync([.. _tcp.Handshake, _tcp.Send(0, "one"), .. next.Handshake, next.Send(0, "two"), next.Syn]);

        Assert.Equal([(1ul, "one"), (2ul, "two")], replayed.Data.Select(r => (r.Connection, r.Text)));
        Assert.Equal(["open", "close", "open"], replayed.Events.Select(e => e.Event));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_no_connection()
    {
        var replayed = await ReadAsync([_tcp.Syn, _tcp.Answer(-1, "", Frame.Rst | Frame.Ack)]);

        Assert.Empty(replayed.Events);
        Assert.Empty(replayed.Data);
    }

    [Fact]
    public async Task Data_in_the_opening_packet_counts_from_zero()
    {
        var replayed = await ReadAsync([_tcp.Send(-1, "fast", Frame.Syn), _tcp.SynAck, _tcp.Send(4, "open")]);

        Assert.Equal("fastopen", Text(replayed));
    }

    [Fact]
    public async Task Bytes_behind_the_end_and_far_outside_the_window_are_counted()
    {
        var replayed = await ReadAsync(
            [.. _tcp.Handshake, _tcp.Send(0, "abc", Frame.Fin | Frame.Ack), _tcp.Send(2, "cde"), _tcp.Send(1_500_000_000, "far"), _tcp.Answer(0, "x")]);

        Assert.Equal("abc", Text(replayed));
        Assert.Equal(new() { ["after_end"] = 1, ["out_of_window"] = 1 }, replayed.Dropped);
    }

    [Fact]
    public async Task A_packet_that_the_capture_cut_is_a_row_longer_than_its_payload()
    {
        var (whole, next) = (_tcp.Send(0, "abcdefgh"), _tcp.Send(8, "ij"));
        var packets = _tcp.Handshake.Append(whole[..^5]).Append(next).Select((data, i) => ((long)i, data, data == next || i < 2 ? data.Length : whole.Length));

        var replayed = await Replayed.BytesAsync(PacketFile.Pcap(Raw, packets));

        Assert.Equal("abc.....ij", Text(replayed));
        Assert.Equal([8u, 2u], replayed.Data.Select(r => r.Size));
    }

    private static string Text(Replayed replayed) => Encoding.ASCII.GetString(replayed.Stream(1, 0));

    private static Task<Replayed> ReadAsync(IEnumerable<byte[]> packets) => Replayed.BytesAsync(PacketFile.Pcap(Raw, packets));
}
