using Microsoft.AspNetCore.Http;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>Finds the form that a client likes best, of those that the server has.</summary>
internal static class Accepted
{
    /// <exception cref="RefusedException">The server has none of them.</exception>
    public static Form Of(HttpRequest request, bool knowsForms)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return Form.Whole;
        foreach (var choice in accept.Split(','))
        {
            var parts = choice.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*"))
                continue;
            var form = parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal));
            if (form is null)
                return Form.Whole;
            if (!knowsForms || !parts.Contains("v=v1") || !parts.Contains("g=meta.k8s.io"))
                continue;
            if (form is "as=PartialObjectMetadata" or "as=PartialObjectMetadataList")
                return Form.Metadata;
            if (form == "as=Table")
                return Form.Table;
        }

        throw new RefusedException(406, "NotAcceptable", "only the following media types are accepted: application/json");
    }
}
