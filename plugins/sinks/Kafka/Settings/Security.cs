namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Encryption and login as properties of librdkafka.</summary>
internal static class Security
{
    /// <exception cref="OptionException">Options contradict each other.</exception>
    public static void Add(List<Setting> settings, KafkaOptions options)
    {
        var tls = options.Tls || options.TlsCa.Length > 0 || options.TlsCertificate.Length > 0 || options.TlsKey.Length > 0 || !options.TlsVerify;
        var sasl = options.SaslMechanism != SaslMechanism.None;
        if (options.Brokers == KafkaOptions.Embedded && (tls || sasl))
            throw new OptionException("brokers", "embedded brokers take neither encryption nor a login");
        if (options.TlsCertificate.Length > 0 != options.TlsKey.Length > 0)
            throw new OptionException(options.TlsKey.Length == 0 ? "tls_certificate" : "tls_key", "a certificate and its private key go together: tls_certificate and tls_key");
        settings.Add(new("security.protocol", (sasl, tls) switch { (true, true) => "sasl_ssl", (true, false) => "sasl_plaintext", (false, true) => "ssl", _ => "plaintext" }, ""));
        AddFile(settings, "ssl.ca.location", options.TlsCa, "tls_ca");
        AddFile(settings, "ssl.certificate.location", options.TlsCertificate, "tls_certificate");
        AddFile(settings, "ssl.key.location", options.TlsKey, "tls_key");
        if (options.TlsKeyPassword.Length > 0)
            settings.Add(new("ssl.key.password", options.TlsKeyPassword, "tls_key_password"));
        if (tls)
        {
            settings.Add(new("enable.ssl.certificate.verification", options.TlsVerify ? "true" : "false", "tls_verify"));
            settings.Add(new("ssl.endpoint.identification.algorithm", options.TlsVerify ? "https" : "none", "tls_verify"));
        }

        if (sasl)
            AddLogin(settings, options);
        else if (options.SaslUsername.Length > 0 || options.SaslPassword.Length > 0)
            throw new OptionException(options.SaslUsername.Length > 0 ? "sasl_username" : "sasl_password", "nothing says how to log in: give sasl_mechanism");
    }

    /// <summary>Opens the files that settings name: librdkafka's own complaint does not say which.</summary>
    /// <exception cref="UnavailableException">One cannot be read.</exception>
    public static void CheckFiles(IReadOnlyList<Setting> settings)
    {
        foreach (var setting in settings)
            if (setting.Option is "tls_ca" or "tls_certificate" or "tls_key")
                try
                {
                    using var file = File.OpenRead(setting.Value);
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    throw new UnavailableException($"{setting.Option} cannot be read: {problem.Message}", problem);
                }
    }

    private static void AddLogin(List<Setting> settings, KafkaOptions options)
    {
        if (options.SaslUsername.Length == 0 || options.SaslPassword.Length == 0)
            throw new OptionException("sasl_mechanism", "a login needs sasl_username and sasl_password");
        settings.Add(new("sasl.mechanism", Word(options.SaslMechanism), "sasl_mechanism"));
        settings.Add(new("sasl.username", options.SaslUsername, "sasl_username"));
        settings.Add(new("sasl.password", options.SaslPassword, "sasl_password"));
    }

    private static void AddFile(List<Setting> settings, string name, string path, string option)
    {
        if (path.Length > 0)
            settings.Add(new(name, Path.GetFullPath(path), option));
    }

    private static string Word(SaslMechanism mechanism) => mechanism switch
    {
        SaslMechanism.Plain => "PLAIN",
        SaslMechanism.ScramSha256 => "SCRAM-SHA-256",
        _ => "SCRAM-SHA-512",
    };
}
