using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Sending;

public sealed class SecurityTests
{
    [Fact]
    public async Task A_port_that_does_not_speak_tls_is_said_once_and_the_rows_are_offered_again()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(new KafkaOptions { Brokers = cluster.Addresses, Tls = true, Timeout = TimeSpan.FromSeconds(10) });
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 10));
        Assert.Equal((OutcomeKind.Retry, "timeout"), (outcome.Kind, outcome.Reason));
        Assert.Contains("SSL", Assert.Single(sink.Context.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("certificate")]
    public async Task A_file_that_cannot_be_read_ends_the_sink_and_is_named(string which)
    {
        var options = new KafkaOptions { Brokers = "127.0.0.1:1" };
        options = which == "ca" ? options with { TlsCa = "/nowhere/ca.pem" } : options with { TlsCertificate = "/nowhere/ca.pem", TlsKey = "/nowhere/ca.pem" };
        var problem = await Assert.ThrowsAsync<UnavailableException>(() => RunningSink.StartAsync(options));
        Assert.Contains("/nowhere/ca.pem", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_that_contradict_each_other_end_the_sink_in_the_librarys_own_words()
    {
        var problem = await Assert.ThrowsAsync<UnavailableException>(() => RunningSink.StartAsync(new KafkaOptions
        {
            Brokers = "127.0.0.1:1",
            Librdkafka = new OptionTable(new Dictionary<string, object> { ["acks"] = 1L }),
        }));
        Assert.Contains("acks", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_the_broker_does_not_know_is_said_once_and_never_with_the_password()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(new KafkaOptions
        {
            Brokers = cluster.Addresses,
            SaslMechanism = SaslMechanism.ScramSha256,
            SaslUsername = "me",
            SaslPassword = "tell-nobody",
            Timeout = TimeSpan.FromSeconds(10),
        });
        var outcome = await sink.WriteAsync(Rows.Numbered(0, 10));
        Assert.Equal((OutcomeKind.Retry, "timeout"), (outcome.Kind, outcome.Reason));
        Assert.DoesNotContain("tell-nobody", Assert.Single(sink.Context.Lines), StringComparison.Ordinal);
    }
}
