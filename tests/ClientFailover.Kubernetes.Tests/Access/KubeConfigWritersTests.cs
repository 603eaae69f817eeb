namespace ClientFailover.Kubernetes.Tests;

/// <summary>Kubeconfigs as the tools write them that people get theirs from, and as people write them.</summary>
public sealed class KubeConfigWritersTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly TestCertificate _certificate = new("admin");

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public void Access_AsKubectlWritesIt_IsRead()
    {
        // kubectl config set-cluster, set-credentials and set-context: sorted keys, lists not indented, null and empty values.
        using var access = Read($$"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {{_certificate.CertificateData}}
                server: https://10.0.0.1:6443
                tls-server-name: api.example
              name: prod
            contexts:
            - context:
                cluster: prod
                namespace: shop
                user: reader
              name: reader@prod
            current-context: reader@prod
            kind: Config
            preferences: {}
            users:
            - name: reader
              user:
                token: eyJhbGciOiJSUzI1NiJ9.e30.c2ln
            - name: unused
              user: null

            """);

        Assert.Equal(("https://10.0.0.1:6443/", "shop", "api.example", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"), (access.Server.AbsoluteUri, access.Namespace, access.ServerName, access.Token.Read()));
        Assert.Equal(_certificate.Certificate.Thumbprint, Assert.Single(access.Roots!).Thumbprint);
    }

    [Fact]
    public void Access_AsK3sWritesIt_IsRead()
    {
        // /etc/rancher/k3s/k3s.yaml: everything is called default.
        using var access = Read($$"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {{_certificate.CertificateData}}
                server: https://127.0.0.1:6443
              name: default
            contexts:
            - context:
                cluster: default
                user: default
              name: default
            current-context: default
            kind: Config
            users:
            - name: default
              user:
                client-certificate-data: {{_certificate.CertificateData}}
                client-key-data: {{_certificate.KeyData}}
            """);

        Assert.Equal(("https://127.0.0.1:6443/", "default", _certificate.Certificate.Thumbprint), (access.Server.AbsoluteUri, access.Namespace, access.ClientCertificate!.Thumbprint));
        Assert.Null(access.Token.Read());
    }

    [Fact]
    public void Access_AsKindAndMinikubeWriteIt_IsRead()
    {
        // kind writes names with its prefix; minikube adds extensions and preferences that mean nothing to a client.
        using var access = Read($$"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {{_certificate.CertificateData}}
                extensions:
                - extension:
                    last-update: Mon, 05 Jan 2026 10:20:30 UTC
                    provider: minikube.sigs.k8s.io
                    version: v1.37.0
                  name: cluster_info
                server: https://127.0.0.1:36291
              name: kind-kind
            contexts:
            - context:
                cluster: kind-kind
                extensions:
                - extension: {provider: minikube.sigs.k8s.io}
                  name: context_info
                user: kind-kind
              name: kind-kind
            current-context: kind-kind
            kind: Config
            preferences:
              colors: true
            users:
            - name: kind-kind
              user:
                client-certificate-data: {{_certificate.CertificateData}}
                client-key-data: {{_certificate.KeyData}}
            """);

        Assert.Equal("https://127.0.0.1:36291/", access.Server.AbsoluteUri);
        Assert.True(access.ClientCertificate!.HasPrivateKey);
    }

    [Fact]
    public void Access_AsEksWritesIt_IsRefusedForItsPlugInAndNothingElse()
    {
        const string Arn = "arn:aws:eks:us-east-1:111122223333:cluster/shop";
        var config = $$"""
            apiVersion: v1
            clusters:
            - cluster:
                server: https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com
                certificate-authority-data: {{_certificate.CertificateData}}
              name: {{Arn}}
            contexts:
            - context:
                cluster: {{Arn}}
                user: {{Arn}}
              name: {{Arn}}
            current-context: {{Arn}}
            kind: Config
            preferences: {}
            users:
            - name: {{Arn}}
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  args:
                  - --region
                  - us-east-1
                  - eks
                  - get-token
                  - --cluster-name
                  - shop
                  command: aws
                  env: null
            """;

        Assert.Contains($"of user '{Arn}' from a plug-in (exec), which is refused", Assert.Throws<AccessException>(() => Read(config)).Message, StringComparison.Ordinal);
        using var access = Read(config[..config.IndexOf("    exec:", StringComparison.Ordinal)] + "    tokenFile: /var/run/secrets/eks.amazonaws.com/serviceaccount/token\n");
        Assert.EndsWith(".gr7.us-east-1.eks.amazonaws.com", access.Server.Host, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_AsPeopleWriteIt_IsRead()
    {
        // Anchors and merges, flow collections, block texts, quoted texts over several lines, comments.
        var data = _certificate.CertificateData;
        using var access = Read($$$"""
            # two ways to one cluster
            apiVersion: v1
            kind: Config
            x-base: &base
              certificate-authority-data: |
                {{{data[..60]}}}
                {{{data[60..]}}}
            clusters:
              - name: inside
                cluster: {<<: *base, server: "https://10.0.0.1"}
              - name: outside
                cluster:
                  <<: *base
                  server: https://api.example:6443   # by the load balancer
            contexts: [{name: main, context: {cluster: outside, user: bob, namespace: 'shop'}}]
            current-context: >-
              main
            users:
              - name: &me "bob"
                alias: [*me]
                user:
                  client-certificate-data: "{{{data[..60]}}}
                    {{{data[60..]}}}"
                  client-key-data: {{{_certificate.KeyData}}}
                  token: |
                    abc.def
            """);

        Assert.Equal(("https://api.example:6443/", "shop", "abc.def"), (access.Server.AbsoluteUri, access.Namespace, access.Token.Read()));
        Assert.Single(access.Roots!);
        Assert.Equal(_certificate.Certificate.Thumbprint, access.ClientCertificate!.Thumbprint);
    }

    [Fact]
    public void Access_AsJson_IsRead()
    {
        using var access = Read($$$"""
            {
              "kind": "Config",
              "current-context": "c",
              "contexts": [{"name":"c","context":{"cluster":"k","user":"u"}}],
              "clusters": [{"name":"k","cluster":{"server":"https:\/\/a.example","certificate-authority-data":"{{{_certificate.CertificateData}}}"}}],
              "users": [{"name":"u","user":{"token":"t\u0031"}}]
            }
            """.Replace("  ", "\t", StringComparison.Ordinal));

        Assert.Equal(("https://a.example/", "t1"), (access.Server.AbsoluteUri, access.Token.Read()));
    }

    private static ClusterAccess Read(string text) => KubeConfigFile.Parse("config", text).Access(null, null, Now);
}
