using Pipeline.Protocols.Tests.Joining;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>
/// Conversations of both sides that keep to their protocol but for a place or three, so that they get to where bytes of chance never do: whatever is said there, nothing throws, the books
/// balance, and each connection that was opened is closed. <c>PIPELINE_FUZZ</c> says how many.
/// </summary>
[Collection(Alone.Name)]
public sealed class DisturbedTests
{
    private const int Seed = 20341;
    private const int ConversationsARun = 200;

    // Of each kind; they are long.
    private static readonly int Conversations = Fuzz.Inputs / 50;

    public static TheoryData<string> Protocols => [.. Conversation.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_leaves_its_order_is_read_or_counted(string name)
    {
        var conversation = Conversation.All.Single(c => c.Name == name);
        var (random, rows) = (new Random(Seed), 0L);
        for (var first = 0; first < Conversations; first += ConversationsARun)
        {
            using var run = new ProtocolRun();
            var at = first;
            try
            {
                for (; at < first + ConversationsARun; at++)
                    run.Feed(Disturbed.Make(random, (ulong)at, conversation));
                run.Finish();
            }
            catch (Exception error)
            {
                Assert.Fail($"{name}, seed {Seed}, conversation {at}: {error}");
            }

            rows += run.Emitted;
            foreach (var opened in run.Stats.Keys.Where(k => k.EndsWith(".opened", StringComparison.Ordinal)))
                Assert.Equal(run.Stats[opened], run.Stats[opened.Replace(".opened", ".closed", StringComparison.Ordinal)]);
            Assert.All(run.Stats, f => Assert.True(f.Value <= long.MaxValue, $"{f.Key} is negative"));
        }

        Assert.True(rows > Conversations, $"{rows} rows: most conversations were not read as {name}");
    }
}
