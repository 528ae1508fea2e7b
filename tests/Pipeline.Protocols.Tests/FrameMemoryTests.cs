using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

/// <summary>What connections cost, against the runtime's own count of memory.</summary>
[Collection(Alone.Name)]
public sealed class FrameMemoryTests
{
    private const int Connections = 10_000;

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Ten_thousand_connections_with_half_a_request_each_stay_below_100_MiB(int length)
    {
        using var run = new ProtocolRun();
        var grown = Grown(() => run.Feed(Half(length), 500));
        run.Flush();
        Assert.Equal((ulong)Connections, run.Stat("opened"));
        Assert.True(grown < 100 << 20, $"{grown} bytes more");
        if (length <= 1_000)
            Assert.Equal(0ul, run.Stat("evicted"));
        run.Finish();
        Assert.Equal((ulong)Connections, run.Stat("closed"));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(500)]
    [InlineData(5_000)]
    public void Memory_is_what_it_is_taken_for(int length)
    {
        const int Bound = 8 << 20;
        using var run = new ProtocolRun(new ProtocolsOptions { Memory = new ByteSize(Bound) });
        var grown = Grown(() => run.Feed(Half(length), 500));
        run.Flush();
        Assert.True(run.Stat("evicted") > 0 || length < 500);
        // The pool of buffers keeps some of those that came back.
        Assert.True(grown < 2 * Bound, $"{grown} bytes for {Bound}");
    }

    [Fact]
    public void Connections_opened_and_dropped_leave_nothing_behind()
    {
        using var run = new ProtocolRun();
        var grown = Grown(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                var talk = new Talk((ulong)i + 1).Ask(i % 3 == 0 ? "GET / HTTP/1.1\r\nHos" : "GET / HTTP/1.1\r\n\r\n");
                run.Feed(talk.Pieces);
                run.Close(talk);
                if (i % 1000 == 0)
                    run.Flush(TimeSpan.FromSeconds(1));
            }

            run.Flush(TimeSpan.FromSeconds(7));
        });
        Assert.Equal((100_000ul, 100_000ul, 0ul), (run.Stat("opened"), run.Stat("closed"), run.Stat("evicted")));
        Assert.True(grown < 4 << 20, $"{grown} bytes are left");
    }

    private static IEnumerable<Said> Half(int length)
    {
        const string Head = "GET / HTTP/1.1\r\nHost: x\r\nCookie: ";
        var half = Encoding.ASCII.GetBytes(Head + new string('c', Math.Max(0, length - Head.Length)));
        return Enumerable.Range(1, Connections).Select(i => new Said((ulong)i, true, 0, half, i));
    }

    private static long Grown(Action action)
    {
        var before = GC.GetTotalMemory(true);
        action();
        return GC.GetTotalMemory(true) - before;
    }
}
