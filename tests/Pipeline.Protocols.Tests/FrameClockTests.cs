using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

/// <summary>Which connections are idle, whatever clocks do.</summary>
public sealed class FrameClockTests
{
    private const string Get = "GET / HTTP/1.1\r\n\r\n";
    private const long Second = 1_000_000_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Connections_idle_for_hours_are_forgotten_while_others_go_on()
    {
        using var run = new ProtocolRun();
        run.Feed([.. Enumerable.Range(1, 100).Select(i => Said(i, 0))]);
        for (var minute = 1; minute < 20; minute++)
        {
            run.Feed([Said(1000, minute * 60 * Second, minute)]);
            run.Flush(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((100ul, 101ul), (run.Stat("expired"), run.Stat("opened")));
        Assert.Equal(100ul, run.Stat("closed"));
    }

    [Fact]
    public void A_recording_read_at_once_forgets_by_its_own_time()
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 0), .. Enumerable.Range(1, 40).Select(i => Said(2, i * 10 * Second, i))]);
        run.Flush();
        Assert.Equal((1ul, 2ul), (run.Stat("expired"), run.Stat("opened")));
    }

    [Fact]
    public void Ends_that_are_minutes_ahead_of_the_bytes_neither_forget_nor_end_anything()
    {
        const string answer = "HTTP/1.1 204 No Content\r\n\r\n";
        using var run = new ProtocolRun();
        run.Feed([new Said(1, true, 0, System.Text.Encoding.ASCII.GetBytes(Get), 0), Said(2, 0)]);
        run.Close(1, (ulong)answer.Length, (ulong)Get.Length, Second);
        for (var i = 0; i < 100; i++)
            run.Close(1000 + (ulong)i, 0, 0, i * 10 * Second);
        run.Flush();
        run.Feed([new Said(1, false, 0, System.Text.Encoding.ASCII.GetBytes(answer), Second)]);
        Assert.Single(run.Rows);
        Assert.Equal(0ul, run.Stat("expired"));
    }

    [Fact]
    public void A_jump_ahead_expires_nothing_and_time_goes_on_behind_it()
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 0), Said(2, 0), Said(2, 10_000_000 * Second, 1)]);
        run.Flush();
        Assert.Equal(0ul, run.Stat("expired"));
        run.Feed(Enumerable.Range(1, 40).Select(i => Said(2, (10_000_000 + i * 10L) * Second, i + 1)));
        run.Flush();
        Assert.Equal(1ul, run.Stat("expired"));
    }

    [Fact]
    public void A_jump_back_expires_nothing_and_time_goes_on_behind_it()
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 10_000_000 * Second), Said(2, 10_000_000 * Second), Said(2, 0, 1)]);
        run.Flush();
        Assert.Equal(0ul, run.Stat("expired"));
        run.Feed(Enumerable.Range(1, 40).Select(i => Said(2, i * 10 * Second, i + 1)));
        run.Flush();
        Assert.Equal(1ul, run.Stat("expired"));
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public void A_time_of_day_that_was_set_changes_nothing(int hours)
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 0)]);
        run.Clock.WasSet = hours * Hour;
        run.Flush(TimeSpan.FromMinutes(4));
        Assert.Equal(0ul, run.Stat("expired"));
        run.Flush(TimeSpan.FromMinutes(2));
        Assert.Equal(1ul, run.Stat("expired"));
    }

    [Fact]
    public void A_process_that_was_halted_reads_what_waits_before_it_forgets()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(Get).Pieces);
        run.Halt(Hour);
        run.Feed([new Said(1, false, 0, "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), (long)Hour.TotalSeconds * Second)]);
        Assert.Single(run.Rows);
        Assert.Equal(0ul, run.Stat("expired"));
    }

    [Fact]
    public void Inputs_whose_clocks_are_days_apart_do_not_make_time_run()
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 0)]);
        for (var i = 1; i < 1000; i++)
        {
            run.Feed([Said(2, i * Second / 10, i)], source: "one");
            run.Feed([Said(3, 86_400 * Second + i * Second / 10, i)], source: "two");
        }

        run.Flush();
        Assert.Equal(0ul, run.Stat("expired"));
    }

    [Fact]
    public void Times_out_of_order_do_not_make_time_run()
    {
        using var run = new ProtocolRun();
        run.Feed([Said(1, 0), .. Enumerable.Range(1, 20_000).Select(i => Said(2, (10 + i % 2) * Second, i))], 500);
        run.Flush();
        Assert.Equal(0ul, run.Stat("expired"));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Times_at_the_end_of_their_range_are_times_like_others(long time)
    {
        using var run = new ProtocolRun(new ProtocolsOptions { Timeout = TimeSpan.FromDays(1) });
        run.Feed([Said(1, 0), Said(1, time, 1), Said(1, -time, 2), Said(1, 0, 3)]);
        run.Flush(TimeSpan.FromSeconds(2));
        Assert.Equal((0ul, 4ul), (run.Stat("expired"), run.Stat("messages")));
    }

    /// <summary>A request, the n-th of its connection.</summary>
    private static Said Said(int connection, long time, int number = 0) =>
        new((ulong)connection, true, (ulong)(number * Get.Length), System.Text.Encoding.ASCII.GetBytes(Get), time);
}
