using System.Net;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Sending;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>Whatever is answered, the sink says one of its words.</summary>
public class HostileAnswerTests
{
    private static readonly int Inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", System.Globalization.CultureInfo.InvariantCulture) / 4;
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ_SEED") ?? "20260131", System.Globalization.CultureInfo.InvariantCulture);

    // A partial success of 3 rows; a status with a RetryInfo of 2.5 s, by Python's protobuf library.
    private static readonly byte[] Partial = Convert.FromHexString("0a0b08031207746f6f206f6c64");
    private static readonly byte[] Status = Convert.FromHexString(
        "080812056c617465721a360a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265747279496e666f120a0a0808021080cab5ee01");

    private static readonly byte[] Json = """{"partialSuccess": {"rejectedLogRecords": "3", "errorMessage": "too old"}}"""u8.ToArray();

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task Mutilated_answers_are_told_by_a_word_of_the_set(string protocol)
    {
        var random = new Random(Seed);
        Dialect dialect = protocol == "grpc" ? new GrpcDialect(Target(protocol), TimeProvider.System) : new HttpDialect(Target(protocol), TimeProvider.System);
        for (var i = 0; i < Inputs; i++)
        {
            using var answer = Answer(random, protocol);
            using var body = await AnswerBody.ReadAsync(answer.Content, TestContext.Current.CancellationToken);

            var verdict = dialect.Judge(answer, body);

            Assert.Matches("^(bad_answer|partial_success|too_large|http_[3-5]([0-9][0-9]|xx)|[a-z_]{1,20})?$", verdict.Reason ?? "");
            Assert.InRange(verdict.Delay, TimeSpan.Zero, TimeSpan.FromMinutes(5));
            Assert.True(verdict.RejectedItems >= 0);
        }
    }

    [Fact]
    public void Whole_messages_are_understood()
    {
        Assert.Equal(new Verdict(VerdictKind.Delivered, "partial_success", RejectedItems: 3, Words: "too old"), PartialSuccess.Read(Partial));
        Assert.Equal(PartialSuccess.Read(Partial), PartialSuccess.ReadJson(Json));
        Assert.Equal(new StatusMessage("later", TimeSpan.FromSeconds(2.5)), StatusMessage.Read(Status));
    }

    private static HttpResponseMessage Answer(Random random, string protocol)
    {
        byte[] message = Mutilated(random, random.Next(3) switch { 0 => Partial, 1 => Status, _ => Json });
        byte[] body = protocol == "grpc" && random.Next(4) > 0 ? [0, 0, 0, 0, (byte)message.Length, .. message] : message;
        var answer = new HttpResponseMessage((HttpStatusCode)(random.Next(2) == 0 ? 200 : random.Next(100, 1000))) { Content = new ByteArrayContent(body) };
        string[] types = ["application/grpc", "application/x-protobuf", "application/json", "text/html", "\"", ""];
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", types[random.Next(types.Length)]);
        var headers = random.Next(2) == 0 ? answer.TrailingHeaders : answer.Headers;
        headers.TryAddWithoutValidation("grpc-status", Text(random, random.Next(18).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        headers.TryAddWithoutValidation("grpc-message", Text(random, "100%25 of %F0%9F%92"));
        headers.TryAddWithoutValidation("grpc-status-details-bin", Text(random, Convert.ToBase64String(Mutilated(random, Status)).TrimEnd('=')));
        answer.Headers.TryAddWithoutValidation("Retry-After", Text(random, "7"));
        return answer;
    }

    private static string Text(Random random, string text) => random.Next(4) switch
    {
        0 => text[..random.Next(text.Length)],
        1 => text + (char)random.Next(1, 300),
        _ => text,
    };

    private static byte[] Mutilated(Random random, byte[] bytes)
    {
        byte[] changed = [.. bytes];
        for (var i = random.Next(4); i > 0; i--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? changed[..random.Next(changed.Length)] : changed;
    }

    private static SignalTarget Target(string protocol) =>
        new TargetReader(new OtlpOptions { Protocol = protocol }, new OtelEnvironment(_ => null)).Read(OtlpSignal.Logs);
}
