using System.Globalization;
using System.Text;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Guessing;

public class InferenceTests
{
    private const int ChanceEach = 100_000;

    [Fact]
    public void Guesses_are_those_that_are_written_down()
    {
        var messages = Message.ReadAll().Concat(Chance.Make(ChanceEach)).ToList();
        var guesses = Guesser.Guess(messages);

        var table = Table(messages, guesses);
        var file = Path.Combine(Installed.ProgramSource, "..", "tests", "Pipeline.Kernel.Tests", "messages", "guesses.md");
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(file, table);
        Assert.Equal(File.ReadAllText(file), table);
    }

    [Fact]
    public void Messages_of_a_protocol_are_never_taken_for_one_of_another_but_for_the_one_reply_two_share()
    {
        var messages = Message.ReadAll().Where(m => m.Of != "others").ToList();
        var guesses = Guesser.Guess(messages);

        var wrong = messages.Zip(guesses).Where(p => p.Second.Protocol is not "unknown" && p.Second.Protocol != p.First.Of).Select(p => $"{p.First.Of}: {p.First}");
        Assert.Equal(["nats: stream 5 2b4f4b0d0a"], wrong);
    }

    [Fact]
    public void Sides_are_never_mistaken()
    {
        var messages = Message.ReadAll().Where(m => m.Side != "").ToList();
        var guesses = Guesser.Guess(messages);

        var wrong = messages.Zip(guesses).Where(p => p.Second.Side != "" && p.Second.Side != p.First.Side).Select(p => $"{p.First.Of} {p.First.Side}: {p.First}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Connections_are_recognised_by_their_first_request()
    {
        var first = Message.ReadAll().Where(m => m.Side == "request").GroupBy(m => m.Of).Select(g => g.First()).ToList();
        var guesses = Guesser.Guess(first);

        Assert.Equal(first.Select(m => m.Of), guesses.Select(g => g.Protocol));
    }

    [Fact]
    public void Messages_that_come_a_byte_at_a_time_are_taken_for_nothing_else_on_the_way()
    {
        var whole = Message.ReadAll().Where(m => m is { IsDatagram: false } && m.Of != "others").ToList();
        var final = Guesser.Guess(whole);
        var prefixes = whole.Zip(final).SelectMany(p => Enumerable.Range(1, p.First.Head.Length).Select(n => (Prefix: p.First.FirstOnly(n), Whole: p.Second.Protocol))).ToList();
        var guesses = Guesser.Guess(prefixes.Select(p => p.Prefix));

        var wrong = prefixes.Zip(guesses).Where(p => p.Second.Protocol != "unknown" && p.Second.Protocol != p.First.Prefix.Of).Select(p => $"{p.First.Prefix.Of}: {p.First.Prefix}");
        Assert.Equal(["nats: stream 5 2b4f4b0d0a"], wrong.Distinct());
    }

    [Theory]
    [InlineData("http")]
    [InlineData("http2")]
    [InlineData("mysql")]
    [InlineData("cql")]
    [InlineData("pgsql")]
    [InlineData("dns")]
    [InlineData("redis")]
    [InlineData("nats")]
    [InlineData("mongo")]
    [InlineData("kafka")]
    [InlineData("mux")]
    [InlineData("amqp")]
    [InlineData("mqtt")]
    [InlineData("tls")]
    [InlineData("memcached")]
    public void First_requests_are_recognised_though_they_come_a_byte_at_a_time(string protocol)
    {
        var first = Message.ReadAll().First(m => m.Of == protocol && m is { Side: "request", IsDatagram: false });
        var prefixes = Enumerable.Range(1, first.Head.Length).Select(first.FirstOnly);

        Assert.Contains(Guesser.Guess(prefixes), g => g.Protocol == protocol);
    }

    private static string Table(IReadOnlyList<Message> messages, IReadOnlyList<(string Protocol, string Side)> guesses)
    {
        Assert.Equal(messages.Count, guesses.Count);
        var text = new StringBuilder("""
            # What is guessed of what

            Each row: messages of a protocol as the files of this folder have them, look-alikes (`others`), and messages of chance; each `protocol: messages`
            is what the kernel's guess makes of them. `PIPELINE_APPROVE=1` and InferenceTests write this page.

            | of | messages | guessed |
            |---|---|---|

            """);
        foreach (var of in messages.Zip(guesses).GroupBy(p => p.First.Of))
            text.Append(CultureInfo.InvariantCulture, $"| {of.Key} | {of.Count()} | {string.Join(", ", of.GroupBy(p => p.Second.Protocol).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}: {g.Count()}"))} |\n");
        return text.ToString();
    }
}
