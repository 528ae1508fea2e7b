using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Kafka.Tests.Settings;

public sealed class OptionTests
{
    [Fact]
    public void A_property_that_the_loaded_library_does_not_have_is_named_with_its_neighbours()
    {
        var complaint = Refusal(new KafkaOptions { Brokers = "b", Librdkafka = Table("linger.msec", 5L) });
        Assert.Equal(("librdkafka.linger.msec", "linger.msec"), (complaint.Key, complaint.Word));
        Assert.Contains("linger.ms", complaint.Accepted);
        Assert.Contains("has no property of this name (got linger.msec)", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_the_loaded_library_does_not_take_is_refused_in_its_own_words()
    {
        var complaint = Refusal(new KafkaOptions { Brokers = "b", Librdkafka = Table("linger.ms", "soon") });
        Assert.Equal("librdkafka.linger.ms", complaint.Key);
        Assert.Contains("does not take this for linger.ms", complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bootstrap.servers", "set by the option brokers")]
    [InlineData("message.timeout.ms", "set by the option timeout")]
    [InlineData("test.mock.num.brokers", "use brokers = \"embedded\"")]
    [InlineData("transactional.id", "the sink makes no transactions")]
    public void A_property_with_an_option_of_its_own_is_refused(string name, string why)
    {
        var complaint = Refusal(new KafkaOptions { Brokers = "b", Librdkafka = Table(name, "1") });
        Assert.Equal($"librdkafka.{name}", complaint.Key);
        Assert.EndsWith(why, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_no_property()
    {
        Assert.Equal("librdkafka.debug", Refusal(new KafkaOptions { Brokers = "b", Librdkafka = Table("debug", new object[] { "a" }) }).Key);
    }

    [Fact]
    public void Options_of_security_that_contradict_each_other_are_refused_at_their_place()
    {
        Assert.Equal("tls_certificate", Refusal(new KafkaOptions { Brokers = "b", TlsCertificate = "c" }).Key);
        Assert.Equal("tls_key", Refusal(new KafkaOptions { Brokers = "b", TlsKey = "k" }).Key);
        Assert.Equal("sasl_username", Refusal(new KafkaOptions { Brokers = "b", SaslUsername = "u" }).Key);
        Assert.Equal("sasl_mechanism", Refusal(new KafkaOptions { Brokers = "b", SaslMechanism = SaslMechanism.ScramSha256, SaslUsername = "u" }).Key);
        Assert.Equal("brokers", Refusal(new KafkaOptions { Brokers = "embedded", Tls = true }).Key);
    }

    [Theory]
    [InlineData(false, false, "plaintext")]
    [InlineData(true, false, "ssl")]
    [InlineData(false, true, "sasl_plaintext")]
    [InlineData(true, true, "sasl_ssl")]
    public void Encryption_and_login_make_the_protocol(bool tls, bool login, string protocol)
    {
        var mechanism = login ? SaslMechanism.Plain : SaslMechanism.None;
        var settings = ClientSettings.Of(
            new KafkaOptions { Brokers = "b", Tls = tls, SaslMechanism = mechanism, SaslUsername = login ? "u" : "", SaslPassword = login ? "p" : "" },
            "c");
        Assert.Equal(protocol, settings.Single(s => s.Name == "security.protocol").Value);
        ClientConfiguration.Create(settings).Dispose();
    }

    [Fact]
    public void Every_mechanism_is_one_that_the_library_takes()
    {
        foreach (var mechanism in Enum.GetValues<SaslMechanism>().Where(m => m != SaslMechanism.None))
            ClientConfiguration.Create(
                ClientSettings.Of(new KafkaOptions { Brokers = "b", SaslMechanism = mechanism, SaslUsername = "u", SaslPassword = "p" }, "c")).Dispose();
    }

    [Fact]
    public void Every_compression_is_one_that_the_library_takes()
    {
        foreach (var compression in Enum.GetValues<Compression>())
            ClientConfiguration.Create(ClientSettings.Of(new KafkaOptions { Brokers = "b", Compression = compression }, "c")).Dispose();
    }

    private static OptionTable Table(string name, object value) => new(new Dictionary<string, object> { [name] = value });

    private static OptionException Refusal(KafkaOptions options) => Assert.Throws<OptionException>(() => new KafkaSink(options, new LentContext()));
}
