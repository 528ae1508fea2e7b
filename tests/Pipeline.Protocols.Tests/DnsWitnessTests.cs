using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>Messages that dnspython wrote, with records of all types and awkward names, against what it says they are.</summary>
public sealed class DnsWitnessTests
{
    private const int Seed = 20268;
    private const int Messages = 2000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_of_another_encoder_are_what_it_says(bool isStream)
    {
        var made = (await WitnessAsync("", "make", Seed.ToString(CultureInfo.InvariantCulture), Messages.ToString(CultureInfo.InvariantCulture)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        using var run = new ProtocolRun();
        var random = new Random(Seed);
        foreach (var (index, message) in made.Index())
        {
            var talk = new DnsTalk((ulong)index + 1, isStream).Ask(Written(message, "query")).Answer(Written(message, "response"));
            run.Feed(isStream ? Talk.Split(talk.Pieces, random, 200) : talk.Pieces);
        }

        Assert.Equal(made.Length, run.DnsRows.Count);
        var told = new StringBuilder();
        foreach (var (message, row) in made.Zip(run.DnsRows))
        {
            Assert.Equal((message.GetProperty("name").GetString(), message.GetProperty("type").GetString()), (row.Name, row.Type));
            Assert.Equal((message.GetProperty("rcode").GetInt32(), "Both"), (row.Code, row.Seen));
            Assert.Equal(message.GetProperty("do").GetBoolean(), row.Flags.Contains("DnssecOk", StringComparison.Ordinal));
            var flags = Enum.Parse<Transforms.Protocols.Dns.HeaderFlags>(row.Flags) & ~Transforms.Protocols.Dns.HeaderFlags.DnssecOk;
            Assert.Equal(message.GetProperty("flags").GetInt32(), (int)flags);
            Assert.DoesNotContain("\"cut\"", row.RequestBody + row.ResponseBody, StringComparison.Ordinal);
            var answers = message.GetProperty("answers").EnumerateArray().ToArray();
            Assert.Equal(answers.Length, row.Answers.Count);
            var shown = JsonDocument.Parse(row.ResponseBody).RootElement.GetProperty("answers").EnumerateArray().Select(Data);
            Assert.Equal(row.Answers, shown);
            foreach (var (answer, text) in answers.Zip(row.Answers))
                told.AppendLine(JsonSerializer.Serialize(new { type = answer.GetProperty("type").GetString(), text, rdata = answer.GetProperty("rdata").GetString() }));
        }

        Assert.True(int.Parse(await WitnessAsync(told.ToString(), "check"), CultureInfo.InvariantCulture) > Messages);
    }

    private static string Data(JsonElement record) =>
        (record.TryGetProperty("addr", out var value) || record.TryGetProperty("cname", out value) ? value : record.GetProperty("data")).GetString()!;

    // Debian's python, where its packages are.
    private static Task<string> WitnessAsync(string input, params string[] arguments) =>
        Tool.RunAsync("python3-dnspython", "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "dns_witness.py"), .. arguments], input);

    private static DnsBytes Written(JsonElement message, string which) => new(Convert.FromHexString(message.GetProperty(which).GetString()!));
}
