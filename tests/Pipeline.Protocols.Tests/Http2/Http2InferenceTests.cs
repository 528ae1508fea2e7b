using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Http2;

namespace Pipeline.Protocols.Tests.Http2;

public sealed class Http2InferenceTests
{
    // A GET and a response with fields of the static table, as any connection has them at any time.
    private static readonly byte[] Ask = Frames.Headers(7, Convert.FromHexString("828684bf"), true);
    private static readonly byte[] Answer = Frames.Headers(7, Convert.FromHexString("88c1be"));

    [Fact]
    public void Connection_is_known_by_what_either_side_says_first()
    {
        Assert.Equal(new Guess(100, Side.Request), FrameChain.Infer(Frames.Preface));
        Assert.Equal(new Guess(90, Side.Response), FrameChain.Infer(Frames.Settings((3, 128), (4, 65_536))));
        Assert.Equal(new Guess(75, Side.Response), FrameChain.Infer(Frames.Settings()));
    }

    [Fact]
    public void Connection_that_is_older_is_known_by_the_fields_of_a_stream()
    {
        Assert.Equal(new Guess(75, Side.Request), FrameChain.Infer(Ask));
        Assert.Equal(new Guess(75, Side.Response), FrameChain.Infer([.. Answer, .. Frames.Data(7, "text"u8, true)]));
        Assert.Equal(new Guess(90, Side.Request), FrameChain.Infer([.. Frames.Of(4, 1, 0), .. Frames.Of(6, 1, 0, new byte[8]), .. Ask]));
        Assert.Equal(new Guess(90, Side.Response), FrameChain.Infer([.. Frames.Data(5, new byte[300], true), .. Answer]));
    }

    [Fact]
    public void Frames_that_either_side_sends_tell_nothing()
    {
        Assert.Equal(Guess.No, FrameChain.Infer(Frames.Of(4, 1, 0)));
        Assert.Equal(Guess.No, FrameChain.Infer(Frames.Of(6, 0, 0, new byte[8])));
        Assert.Equal(Guess.No, FrameChain.Infer(Frames.Data(1, "text"u8, true)));
    }

    [Fact]
    public void Beginning_is_waited_for_the_rest()
    {
        foreach (var whole in (byte[][])[Frames.Preface, Frames.Settings((3, 128)), Ask])
            for (var length = 1; length < Math.Min(whole.Length, 14); length++)
                Assert.True(FrameChain.Infer(whole.AsSpan(0, length)).IsPrefix, $"{length} bytes");
    }

    [Fact]
    public void Bytes_of_chance_are_taken_for_nothing()
    {
        var random = new Random(9113);
        var taken = 0;
        for (var round = 0; round < 1_000_000; round++)
        {
            var bytes = new byte[random.Next(1, 80)];
            random.NextBytes(bytes);
            // Zeros are what frames have in common with much else.
            for (var i = 0; i < bytes.Length; i++)
                if (random.Next(3) > 0)
                    bytes[i] = (byte)(round % 2 == 0 ? 0 : bytes[i] & 7);
            taken += FrameChain.Infer(bytes).Confidence >= Guess.Enough ? 1 : 0;
        }

        Assert.True(taken <= 20, $"{taken} were taken for frames");
    }

    [Fact]
    public void Frames_are_found_behind_the_middle_of_something()
    {
        var random = new Random(9113);
        byte[] frames = [.. Answer, .. Frames.Data(7, new byte[100]), .. Frames.Data(7, new byte[20], true), .. Frames.Of(6, 1, 0, new byte[8])];
        var undecided = 0;
        for (var round = 0; round < 2000; round++)
        {
            var before = new byte[random.Next(1, 400)];
            random.NextBytes(before);
            if (round % 4 == 0)
                Array.Clear(before);
            // A body that goes on has no zeros where the frame begins.
            before[^1] |= 1;
            var found = FrameChain.Find(Side.Response, [.. before, .. frames], 16_384);
            // Chance makes what may be a frame that is longer than what is there.
            if (found < 0 && ~found < before.Length)
                undecided++;
            else
                Assert.Equal(before.Length, found);
        }

        Assert.True(undecided <= 5, $"{undecided} times more was waited for");
    }

    [Fact]
    public void Http_1_is_not_taken_for_it()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask("PRI / HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").Pieces);
        Assert.Equal(("PRI", 1), (Assert.Single(run.Rows).Method, run.Rows[0].Major));
    }
}
