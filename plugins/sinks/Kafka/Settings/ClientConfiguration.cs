using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Turns settings into a configuration of the loaded library, which is who knows what properties there are.</summary>
internal static unsafe class ClientConfiguration
{
    /// <summary>The caller's own configuration.</summary>
    /// <exception cref="OptionException">The library does not know a property, or not such a value.</exception>
    /// <exception cref="DllNotFoundException">There is no library.</exception>
    public static ConfHandle Create(IReadOnlyList<Setting> settings)
    {
        var conf = Librdkafka.rd_kafka_conf_new();
        try
        {
            foreach (var setting in settings)
                Set(conf, setting);
            return conf;
        }
        catch (OptionException)
        {
            conf.Dispose();
            throw;
        }
    }

    /// <summary>A property that holds a number.</summary>
    public static long Number(ConfHandle conf, string name)
    {
        var value = stackalloc byte[NativeText.ReasonSize];
        nuint size = NativeText.ReasonSize;
        return Librdkafka.rd_kafka_conf_get(conf, name, value, ref size) == ConfResult.Ok
            ? long.Parse(NativeText.Of(value), System.Globalization.CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"librdkafka does not tell {name}");
    }

    private static void Set(ConfHandle conf, Setting setting)
    {
        var reason = stackalloc byte[NativeText.ReasonSize];
        var result = Librdkafka.rd_kafka_conf_set(conf, setting.Name, setting.Value, reason, NativeText.ReasonSize);
        if (result == ConfResult.Ok)
            return;
        var version = $"librdkafka {LibraryVersion()}";
        if (result == ConfResult.Unknown)
            throw new OptionException(setting.Option, $"{version} has no property of this name (got {setting.Name})")
            {
                Word = setting.Name,
                Accepted = PropertyNames.OfLibrary(),
            };
        throw new OptionException(setting.Option, $"{version} does not take this for {setting.Name}: {NativeText.Of(reason)}");
    }

    private static string LibraryVersion()
    {
        var version = Librdkafka.rd_kafka_version();
        return $"{version >> 24}.{(version >> 16) & 0xff}.{(version >> 8) & 0xff}";
    }
}
